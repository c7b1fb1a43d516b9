/** The people and answers of one's last permit of the same kind, taken into the application by one tap. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { FieldValue, RecordDetail } from "@/api/types";
import { rowsOf, textOf } from "@/permit/data";
import type { TaskWork } from "@/record/useTask";

/** Answers about the place and the way of working that seldom change; people without the product's own keys. */
const TAKEN = ["mobile", "risk_colour", "ex_area", "outdoor", "jha_template", "hot_method", "hot_part", "running_plant", "tank_dike", "pipe_rack", "cylinders", "space_name", "medium", "oxygen_enriched"];
const TABLES = ["workers", "guardians"];
const WITHOUT_CREW = ["booked", "preparing", "cancelled"];

export function LastCrew({ record, work }: { record: RecordDetail; work: TaskWork }) {
  const { t } = useTranslation();
  const asksCrew = work.form?.fields.some((field) => field.key === "workers") ?? false;
  const last = useQuery({
    queryKey: ["rows", "permit", "last", record.id],
    queryFn: () => records.list("permit", { mine: "assigned", t1: textOf(record.data, "job"), sort: "-created_at", limit: 5 }),
    enabled: asksCrew,
    staleTime: 300_000,
    retry: false,
  });
  const before = last.data?.items.find((row) => row.id !== record.id && !WITHOUT_CREW.includes(row.state));
  const take = useMutation({ mutationFn: (id: string) => records.read("permit", id), onSuccess: (found) => fill(found) });
  const fill = (found: RecordDetail) => {
    const asked = new Set(work.form?.fields.map((field) => field.key));
    for (const key of TAKEN) if (asked.has(key) && found.data[key] !== undefined) work.setting.change(key, found.data[key]);
    for (const table of TABLES) {
      const rows = rowsOf(found.data, table).map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith("@"))));
      if (rows.length && asked.has(table)) work.setting.change(table, rows as unknown as FieldValue);
    }
  };
  if (!asksCrew || !before) return null;
  return (
    <button type="button" className="an-button an-button-wide" data-testid="last-crew" disabled={take.isPending} onClick={() => take.mutate(before.id)}>
      {take.isSuccess ? t("permit.crew_taken", { number: before.number }) : t("permit.crew_take", { number: before.number })}
    </button>
  );
}

/** Who was given the record to read; whoever may, takes a copy back here. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { RecordDetail } from "@/api/types";
import { habits } from "@/habits/calls";
import { ReadFailure } from "@/problem/Stand";
import { moment } from "@/time/format";
import "@/habits/habits.css";

export function Copies({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (person: string) => habits.revokeCopy(record, person),
    onSuccess: () => client.invalidateQueries({ queryKey: ["record", record.type, record.id] }),
  });
  if (!record.copies?.length) return null;
  return (
    <section className="an-panel" data-testid="copies">
      <h2>{t("habit.copies")}</h2>
      <ul className="an-copies">
        {record.copies.map((copy) => (
          <li key={copy.person.id}>
            <span>
              <b>{copy.person.name}</b> {t("habit.copied_by", { name: copy.by.name, at: moment(copy.at) })}
              {copy.reason && <q>{copy.reason}</q>}
            </span>
            {copy.revocable && (
              <button type="button" className="an-link" disabled={revoke.isPending} data-testid="copy-revoke" onClick={() => revoke.mutate(copy.person.id)}>
                {t("habit.revoke")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {revoke.isError && <ReadFailure error={revoke.error} />}
    </section>
  );
}

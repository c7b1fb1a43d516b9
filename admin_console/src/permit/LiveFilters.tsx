/** What the live board is narrowed to: a kind of job, an area; kept in the address, so that a wall keeps it too. */
import { useTranslation } from "react-i18next";
import type { Row } from "@/api/types";
import { textOf } from "@/permit/data";
import type { Narrowed } from "@/permit/live";

type Input = { rows: Row[]; chosen: Narrowed; choose: (part: Partial<Narrowed>) => void };

export function LiveFilters({ rows, chosen, choose }: Input) {
  const { t } = useTranslation();
  const jobs = new Map(rows.map((row) => [textOf(row.data, "job"), row.cells?.job ?? ""]));
  const areas = new Map(rows.flatMap((row) => (row.area ? [[row.area.id, row.area.name] as const] : [])));
  return (
    <div className="pm-narrow">
      <Choice label={t("live.kind")} all={t("live.all_kinds")} name="job" options={jobs} value={chosen.job} change={(job) => choose({ job })} />
      <Choice label={t("live.area")} all={t("permit.all_areas")} name="area" options={areas} value={chosen.area} change={(area) => choose({ area })} />
    </div>
  );
}

type One = { label: string; all: string; name: string; options: Map<string, string>; value: string; change: (value: string) => void };
function Choice({ label, all, name, options, value, change }: One) {
  return (
    <label>
      {label}
      <select className="an-input" value={value} onChange={(event) => change(event.target.value)} data-testid={`live-${name}`}>
        <option value="">{all}</option>
        {[...options].map(([code, said]) => (
          <option key={code} value={code}>
            {said}
          </option>
        ))}
        {value && !options.has(value) && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}

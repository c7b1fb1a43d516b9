/** The people of this permit as buttons: whoever goes in, comes out or is briefed is one of them. */
import { useTranslation } from "react-i18next";
import type { FieldValue, RecordDetail } from "@/api/types";
import type { EntryChoice } from "@/permit/calls";
import { peopleOf } from "@/permit/data";
import { RecordName } from "@/record/RecordName";

/** Whom an entry can be about; what ends a row is about those whose row runs. */
function offered(record: RecordDetail, entry: EntryChoice): string[] {
  const inside = peopleOf(record.data, "passages");
  if (entry.ends) return peopleOf(record.data, entry.table);
  if (entry.table === "passages") return peopleOf(record.data, "workers").filter((id) => !inside.includes(id));
  if (entry.table === "briefings") return [...new Set([...peopleOf(record.data, "workers"), ...peopleOf(record.data, "guardians"), record.owner?.id ?? ""])].filter(Boolean);
  return [];
}

type Input = { record: RecordDetail; entry: EntryChoice; chosen: FieldValue; choose: (id: string) => void };

/** Who needs no entry of this kind any more. */
const done = (record: RecordDetail, entry: EntryChoice): string[] => (entry.table === "briefings" ? peopleOf(record.data, "briefings") : []);

export function KnownPeople({ record, entry, chosen, choose }: Input) {
  const { t } = useTranslation();
  const ids = offered(record, entry);
  const already = done(record, entry);
  if (!ids.length) return null;
  return (
    <div className="an-chips pm-people" role="group" aria-label={t("permit.workers")} data-testid="known-people">
      {ids.map((id) => (
        <button key={id} type="button" className={`an-chip${chosen === id ? " an-chip-on" : ""}`} aria-pressed={chosen === id} data-testid={`known-${id}`} onClick={() => choose(id)}>
          <RecordName kind="person" value={id} />
          {already.includes(id) && <small>{t("permit.briefed")}</small>}
        </button>
      ))}
    </div>
  );
}

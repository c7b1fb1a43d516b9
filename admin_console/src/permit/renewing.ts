/** A new permit made of an old one: what stays the same is taken along, times and signatures never. */
import type { Definition, FieldValue, RecordData, RecordDetail } from "@/api/types";
import { newDraft, reportKey, writeDraft } from "@/drafts/store";
import { isPhone } from "@/theme/tokens";

/** What a job is and where; when it is done, by whose signature and after which test is said anew. */
const TAKEN_ALONG = ["job", "level", "content", "area", "place", "position", "equipment", "applicant_unit", "work_unit", "contractor", "responsible", "ex_area", "outdoor", "involves"];

/** Who books a job is often not where it will be: the position is left open, not assumed from the phone. */
export const ELSEWHERE: RecordData = { position: null };

/** Values for the first form of a new permit. */
export function takenAlong(record: { data: RecordData; area?: { id: string }; equipment?: { id: string }; owner?: { id: string } }, definition: Definition): RecordData {
  const known: RecordData = { area: record.area?.id, equipment: record.equipment?.id, responsible: record.owner?.id, ...record.data };
  const asked = new Set((definition.forms[definition.start.form]?.fields ?? []).map((field) => field.key));
  const there = (value: FieldValue) => value !== undefined && value !== null && value !== "";
  return Object.fromEntries(TAKEN_ALONG.filter((key) => asked.has(key) && there(known[key])).map((key) => [key, known[key]]));
}

/** Begins the booking of a new permit in place of the old one; the address of its form. */
export function beginAgain(owner: string, record: RecordDetail, definition: Definition): string {
  const draft = newDraft({ ...ELSEWHERE, ...takenAlong(record, definition), replaces: record.id });
  const key = reportKey(owner, definition.type, draft.id);
  writeDraft(key, draft);
  return isPhone() ? `/report/${definition.type}/${draft.id}` : `/report/${definition.type}?draft=${encodeURIComponent(key)}`;
}

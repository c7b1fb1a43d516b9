/** What a form offers before anything is typed: earlier decisions, and the person's own last round. */
import type { Field, FieldValue, Outcome, RecordDetail } from "@/api/types";
import { asValue, enteredAgain } from "@/form/rows";

/** Kinds whose former value is a choice worth keeping; texts, photos and signatures are made anew. */
const DECIDED = new Set(["choice", "clause", "multi_choice", "datetime", "person", "org", "area", "equipment", "number", "table"]);
/** Kinds that a second round of the same work says again, with changes. */
const REPEATED = new Set([...DECIDED, "text", "long_text", "boolean"]);

export interface Offered {
  value: FieldValue;
  /** What this person gave in the round before. */
  again: boolean;
}

/** Only work that was handed in (and then not accepted) is offered again, not objections or requests. */
function lastRound(record: RecordDetail, node: string, outcome: Outcome, person?: string) {
  if (outcome.intent !== "primary") return {};
  const mine = record.chain.filter(
    (step) => step.node === node && step.state === "done" && step.outcome === outcome.key && person && step.by?.id === person,
  );
  return mine.reduce((a, b) => (b.activation > (a?.activation ?? 0) ? b : a), mine[0])?.data ?? {};
}

const isThere = (value: FieldValue) => value !== undefined && value !== null && value !== "";

export function offeredTo(
  fields: Field[],
  record: RecordDetail,
  { node, outcome, person }: { node: string; outcome: Outcome; person?: string },
): Record<string, Offered> {
  const before = lastRound(record, node, outcome, person);
  const offered: Record<string, Offered> = {};
  for (const field of fields) {
    const known = [field.prefill, field.key].map((key) => (key ? (record.data[key] as FieldValue) : undefined)).find(isThere);
    const last = before[field.key];
    const plain = (value: FieldValue) => (field.kind === "table" ? asValue(enteredAgain(value)) : value);
    if (isThere(last) && (REPEATED.has(field.kind) || (field.kind === "photo" && field.lasting))) offered[field.key] = { value: plain(last), again: true };
    else if (isThere(known) && DECIDED.has(field.kind)) offered[field.key] = { value: plain(known), again: false };
  }
  return offered;
}

/** Words typed into a field that wants a choice: they lie in the draft until something is chosen or they are written elsewhere. */
import type { Field, FieldError, RecordData } from "@/api/types";
import { addressOf, rowsOf } from "@/form/rows";
import { isEmpty, type Say } from "@/form/values";

const CHOSEN = ["person", "org", "area", "equipment", "record"];
export const typedKey = (field: string) => `_typed.${field}`;

export function typedIn(field: string, values: RecordData): string {
  const typed = values[typedKey(field)];
  return typeof typed === "string" ? typed.trim() : "";
}
/** Every field in which something was typed and nothing chosen: sending would lose the words. */
export function unchosenFaults(fields: Field[], values: RecordData, say: Say): FieldError[] {
  const within = fields.flatMap((table) =>
    (table.columns ? rowsOf(values[table.key]) : []).flatMap((row, place) =>
      unchosenFaults(table.columns ?? [], row, say).map((fault) => ({ ...fault, field: addressOf(table.key, place, fault.field) })),
    ),
  );
  const own = fields
    .filter((field) => CHOSEN.includes(field.kind) && isEmpty(values[field.key]) && typedIn(field.key, values))
    .map((field) => ({
      field: field.key,
      label: field.label,
      code: "unchosen",
      message: say("fault.unchosen", { label: field.label, text: typedIn(field.key, values) }),
      cure: say("fault.unchosen_cure"),
    }));
  return [...own, ...within];
}
/** The long text of the same form that can take the words up, with them at its end. */
export function writtenInto(fields: Field[], field: Field, values: RecordData): { key: string; label: string; text: string } | undefined {
  const into = fields.find((each) => each.key === "description" && each.kind === "long_text") ?? fields.find((each) => each.kind === "long_text");
  const typed = typedIn(field.key, values);
  if (!into || !typed) return undefined;
  const before = typeof values[into.key] === "string" ? String(values[into.key]).trimEnd() : "";
  return { key: into.key, label: into.label, text: [before, `${field.label}：${typed}`].filter(Boolean).join("\n") };
}

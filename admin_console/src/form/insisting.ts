/** Reasons why a text that was sent back as saying too little stays as it is; they lie in the draft beside the values. */
import type { Field, RecordData } from "@/api/types";

export const insistKey = (field: string) => `_insisted.${field}`;

/** The reasons given so far, by field; nothing for the wire if there is none. */
export function insistedOf(fields: Field[], values: RecordData): { insisted?: Record<string, string> } {
  const given = fields.flatMap(({ key }) => {
    const reason = values[insistKey(key)];
    return typeof reason === "string" && reason.trim() ? [[key, reason.trim()]] : [];
  });
  return given.length ? { insisted: Object.fromEntries(given) } : {};
}

/** The ready texts of a field that fit this record: those for all, and those for what it is. */
import type { Field, RecordData } from "@/api/types";

export function offeredTexts(field: Field, data: RecordData): NonNullable<Field["templates"]> {
  return (field.templates ?? []).filter(({ when }) => {
    const [key, ...values] = when ?? [];
    return !key || values.includes(String(data[key]));
  });
}

/** What a form takes over from a record that was chosen in it: the rows of a template into a table. */
import type { Field, FieldValue, RecordDetail } from "@/api/types";
import { asValue, rowsOf } from "@/form/rows";

export interface Taker {
  field: Field;
  /** The field of the chosen record. */
  from: string;
}

/** Fields whose `prefill` names a field of what is chosen in `key` ("template.rows"), as far as nothing is in them. */
export function takersOf(fields: Field[], key: string, values: Readonly<Record<string, FieldValue>>): Taker[] {
  return fields.flatMap((field) => {
    const [source, from] = (field.prefill ?? "").split(".");
    return source === key && from && isEmpty(values[field.key]) ? [{ field, from }] : [];
  });
}
/** The value as the field can hold it: of rows only the columns that both tables have. */
export function takenFrom({ field, from }: Taker, chosen: RecordDetail): FieldValue {
  const value = chosen.data[from] as FieldValue;
  if (field.kind !== "table") return value;
  const known = new Set(field.columns?.map((column) => column.key));
  return asValue(rowsOf(value).map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => known.has(column)))));
}
const isEmpty = (value: FieldValue) => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

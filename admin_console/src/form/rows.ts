/** Rows of a table: plain objects of columns. What the product keeps in them ("@no", "@at") is shown and never sent. */
import type { FieldValue, RecordData } from "@/api/types";

export function rowsOf(value: FieldValue): RecordData[] {
  const rows: unknown[] = Array.isArray(value) ? value : [];
  return rows.filter((row): row is RecordData => Boolean(row) && typeof row === "object" && !Array.isArray(row));
}
/** Rows travel in the same values as everything else. */
export const asValue = (rows: RecordData[]) => rows as unknown as FieldValue;

/** Rows as they may be entered again: not those that were ended, and without the product's own keys. */
export const enteredAgain = (value: FieldValue): RecordData[] =>
  rowsOf(value)
    .filter((row) => !row["@ended"])
    .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith("@"))));

/** Where a fault of a row stands: `workers[2].certificate`, or the row itself. */
export const addressOf = (table: string, place: number, column?: string) => `${table}[${place}]${column ? `.${column}` : ""}`;

/** The faults of one row under the names of its columns. */
export function ofRow<Kind>(found: Readonly<Record<string, Kind>>, table: string, place: number): Record<string, Kind> {
  const before = `${addressOf(table, place)}.`;
  return Object.fromEntries(Object.entries(found).flatMap(([key, value]) => (key.startsWith(before) ? [[key.slice(before.length), value]] : [])));
}

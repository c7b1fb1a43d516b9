/** A permit's values as its pages need them: rows of tables, texts, labels, how long it still holds. */
import type { CodeItem, Definition, Field, FieldValue, RecordData } from "@/api/types";

/** A row of a table; the keys with @ are the product's own. */
export interface PermitRow {
  "@no"?: number;
  "@at"?: string;
  "@by"?: string;
  "@ended"?: string;
  [column: string]: unknown;
}
type Data = RecordData | Record<string, unknown>;

export function rowsOf(data: Data, table: string): PermitRow[] {
  const rows = data[table] as unknown;
  return Array.isArray(rows) ? rows.filter((row): row is PermitRow => typeof row === "object" && row !== null) : [];
}
/** Rows that nobody has ended: who is still inside, whose watch it still is. */
export const runningRows = (data: Data, table: string): PermitRow[] => rowsOf(data, table).filter((row) => !row["@ended"]);

export const textOf = (data: Data, key: string): string => (typeof data[key] === "string" ? (data[key] as string) : "");
export const isTrue = (value: unknown): boolean => value === true || value === "true";
export const codesOf = (value: FieldValue): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);

export function labelOf(definition: Definition, list: string, code: string): string {
  const items: CodeItem[] = definition.code_lists[list]?.items ?? [];
  return items.find((item) => item.code === code)?.label ?? code;
}
/** The people of a table's running rows, each once. */
export const peopleOf = (data: Data, table: string): string[] => [...new Set(runningRows(data, table).map((row) => String(row.person ?? "")).filter(Boolean))];

export const LIVE = ["issued", "working", "paused", "cancelling", "cancelling_paused"];
export const ENDED = ["voided", "cancelled", "accepted"];
/** Minutes under which the end of a permit is said loudly. */
export const SOON_MINUTES = 30;

export type Urgency = "none" | "calm" | "soon" | "late";
/** How near the planned end is; only of permits that still hold. */
export function urgencyOf(state: string, end: string, now: Date): { urgency: Urgency; minutes: number } {
  if (!end || !LIVE.includes(state)) return { urgency: "none", minutes: 0 };
  const minutes = Math.floor((new Date(end).getTime() - now.getTime()) / 60_000);
  return { urgency: minutes < 0 ? "late" : minutes < SOON_MINUTES ? "soon" : "calm", minutes };
}

/** The columns of a table field, as the definition describes them. */
export const columnsOf = (field: Field | undefined): Field[] => (field as (Field & { columns?: Field[] }) | undefined)?.columns ?? [];
/** The codes of a list that belong to the permit's kind of job. */
export function codesFor(definition: Definition, list: string, job: string): CodeItem[] {
  return (definition.code_lists[list]?.items ?? []).filter((item) => item.parent === job);
}

/** Values of a form: empty or not, ready for the wire, and the checks the device can make alone. */
import type { Assignment, Field, FieldError, FieldValue, FormDefinition, RecordData } from "@/api/types";
import { askedFields, filled } from "@/form/asking";
import { holds } from "@/form/expressions";
import { addressOf, asValue, rowsOf } from "@/form/rows";

export function isEmpty(value: FieldValue): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && "unit" in value) return value.value === "";
  return false;
}
/** Whether a field must be filled: always, for its items, or because of another answer here or (`known`) before. */
export function isNeeded(field: Field, values: RecordData = {}, known: RecordData = {}): boolean {
  if (field.required || field.min_items) return true;
  return field.needed_if ? holds(field.needed_if, filled(values), filled(known)) : false;
}

/** Two answers that cannot both be true: a fault at each of them that this form asks, naming the other. */
export function conflictFaults(form: FormDefinition | undefined, labels: Field[], values: RecordData, { say, known = {} }: { say: Say; known?: RecordData }): FieldError[] {
  const now = filled(values);
  const label = (key: string) => labels.find((field) => field.key === key)?.label ?? key;
  return (form?.conflicts ?? [])
    .filter((conflict) => holds(conflict.excluded_if, now, filled(known)))
    .flatMap(({ first: [first], second: [second] }) => [[first, second], [second, first]] as const)
    .filter(([key]) => key in now && form!.fields.some((field) => field.key === key))
    .map(([key, other]) => ({ field: key, label: label(key), code: "conflict", message: say("fault.conflict", { label: label(key), other: label(other) }) }));
}

/** The values of the fields that are asked, without empty ones. */
export function readyForWire(fields: Field[], values: RecordData, known: RecordData = {}): RecordData {
  const ready: RecordData = {};
  for (const field of askedFields(fields, values, known)) {
    const entered = field.kind === "table" ? rowsReady(field, values, known) : values[field.key];
    const value = typeof entered === "string" && field.kind.endsWith("text") ? entered.trim() : entered;
    if (!isEmpty(value)) ready[field.key] = value;
  }
  return ready;
}
const rowsReady = (table: Field, values: RecordData, known: RecordData) =>
  asValue(rowsOf(values[table.key]).map((row) => readyForWire(table.columns ?? [], row, { ...known, ...values })));
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** Every field that cannot be right, at once. The server judges again and judges more. */
export function faults(fields: Field[], values: RecordData, say: Say, known: RecordData = {}): Record<string, FieldError> {
  const found: Record<string, FieldError> = {};
  for (const field of askedFields(fields, values, known)) {
    const fault = faultOf(field, values[field.key], say) ?? missing(field, values, { say, known });
    if (fault) found[field.key] = { field: field.key, label: field.label, code: "local", message: fault };
    if (field.kind === "table") Object.assign(found, rowFaults(field, values, say, known));
  }
  return found;
}
/** The faults of a table's rows, each at its row and column. */
function rowFaults(table: Field, values: RecordData, say: Say, known: RecordData): Record<string, FieldError> {
  const found: Record<string, FieldError> = {};
  rowsOf(values[table.key]).forEach((row, place) => {
    const around = { ...known, ...values };
    const wrong = faults(table.columns ?? [], row, say, around);
    for (const [column, fault] of Object.entries(wrong)) found[addressOf(table.key, place, column)] = { ...fault, row: place + 1 };
    if (!Object.keys(readyForWire(table.columns ?? [], row, around)).length && !Object.keys(wrong).length)
      found[addressOf(table.key, place)] = { field: table.key, label: table.label, code: "local", row: place + 1, message: say("fault.row_empty") };
  });
  return found;
}
function missing(field: Field, values: RecordData, { say, known }: { say: Say; known: RecordData }): string | undefined {
  if (!isEmpty(values[field.key]) || !isNeeded(field, values, known)) return undefined;
  return say(`fault.missing_${missingKind(field)}`, { label: field.label });
}
function faultOf(field: Field, value: FieldValue, say: Say): string | undefined {
  const label = field.label;
  if (isEmpty(value)) return undefined;
  if (typeof value === "string" && field.max_length && value.trim().length > field.max_length)
    return say("fault.too_long", { label, limit: field.max_length, value: value.trim().length });
  if (field.kind === "location" && !isPlace(value)) return say("fault.location_wrong", { label });
  if (field.kind === "assignments" && assignmentsOf(value).some((row) => !row.role || !row.org_path))
    return say("fault.assignment_incomplete", { label });
  if (field.kind === "number") return numberFault(field, value, say);
  if (Array.isArray(value)) {
    if (field.min_items && value.length < field.min_items)
      return say("fault.too_few", { label, limit: field.min_items, value: value.length });
    if (field.max_items && value.length > field.max_items)
      return say("fault.too_many", { label, limit: field.max_items, value: value.length });
  }
  return undefined;
}
/** A person's roles travel in the same values as everything else; here they get their shape. */
export const assignmentsOf = (value: FieldValue): Assignment[] =>
  Array.isArray(value) ? (value as unknown as Assignment[]) : [];

const isPlace = (value: FieldValue): boolean =>
  Boolean(value) && typeof value === "object" && "lat" in value! && within(value.lat, 90) && within(value.lon, 180);
const within = (text: string, limit: number) => /^-?\d{1,3}(\.\d{1,9})?$/.test(text) && Math.abs(Number(text)) <= limit;

function numberFault(field: Field, value: FieldValue, say: Say): string | undefined {
  const text = value && typeof value === "object" && "unit" in value ? value.value : String(value);
  const label = field.label;
  if (!/^-?\d+(\.\d+)?$/.test(text)) return say("fault.no_number", { label, value: text });
  const unit = field.unit ?? "";
  if (isBound(field.minimum) && Number(text) < Number(field.minimum))
    return say("fault.too_small", { label, limit: String(field.minimum), value: text, unit });
  if (isBound(field.maximum) && Number(text) > Number(field.maximum))
    return say("fault.too_large", { label, limit: String(field.maximum), value: text, unit });
  return undefined;
}
const isBound = (limit: Field["minimum"]) => limit !== undefined && limit !== "";

function missingKind(field: Field): "rows" | "photo" | "signature" | "location" | "choice" | "text" {
  if (field.kind === "table") return "rows";
  if (field.kind === "photo" || field.kind === "signature" || field.kind === "location") return field.kind;
  return ["choice", "multi_choice", "boolean", "person", "org", "area", "equipment", "record"].includes(field.kind)
    ? "choice"
    : "text";
}

/** The server's errors at their fields; those of no field in this form come back in `rest`. */
export function placeErrors(fields: Field[], errors: FieldError[] | undefined) {
  const at: Record<string, FieldError> = {};
  const rest: FieldError[] = [];
  for (const error of errors ?? []) {
    const address = error.field.replace(/^\/?(data[./])?/, "");
    const key = address.split(/[./[]/)[0] ?? "";
    const field = fields.find((each) => each.key === key);
    if (field) at[field.kind === "table" ? address : key] = error;
    else rest.push(error);
  }
  return { at, rest };
}

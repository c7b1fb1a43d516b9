/** Conditions over a form's values, evaluated as the server does: kernel/expressions.py, one list of vectors. */

export type Expression =
  | { op: "is"; field: string; value: string; now?: boolean }
  | { op: "set"; field: string }
  | { op: "all" | "any"; of: Expression[] }
  | { op: "not"; of: Expression };
type Values = Readonly<Record<string, unknown>>;

const BLANK = /^[ \t\r\n\u00a0\u3000]*$/;

/** Whether the condition holds for what is in the form over what the record holds from before. */
export function holds(expression: Expression, data: Values, known: Values): boolean {
  switch (expression.op) {
    case "is":
      return is(expression.now ? own(data, expression.field) : of(expression.field, data, known), expression.value);
    case "set":
      return isSet(of(expression.field, data, known));
    case "all":
      return expression.of.every((part) => holds(part, data, known));
    case "any":
      return expression.of.some((part) => holds(part, data, known));
    case "not":
      return !holds(expression.of, data, known);
  }
}

export function isSet(value: unknown): boolean {
  if (typeof value === "string") return !BLANK.test(value);
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

const has = (values: Values, field: string) => Object.prototype.hasOwnProperty.call(values, field) && values[field] !== undefined;
const own = (values: Values, field: string) => (has(values, field) ? values[field] : undefined);
const of = (field: string, data: Values, known: Values) => (has(data, field) ? data[field] : own(known, field));

function is(value: unknown, wanted: string): boolean {
  if (typeof value === "boolean") return wanted === String(value);
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

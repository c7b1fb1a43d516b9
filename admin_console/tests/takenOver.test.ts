import { expect, test } from "vitest";
import type { Field, FieldValue, RecordDetail } from "@/api/types";
import { takenFrom, takersOf } from "@/record/takenOver";

const column = (key: string): Field => ({ key, kind: "text", label: key });
const jha: Field = { key: "jha", kind: "table", label: "jha", prefill: "template.rows", columns: [column("step"), column("danger")] };
const fields: Field[] = [{ key: "template", kind: "record", label: "template", of: "jha_template" }, jha];
const chosen = { data: { rows: [{ "@no": 1, step: "a", danger: "b", other: "c" }] } } as unknown as RecordDetail;

test("a table takes the rows of the chosen record, with the columns that it has", () => {
  const [taker] = takersOf(fields, "template", {});
  expect(taker && takenFrom(taker, chosen)).toEqual([{ step: "a", danger: "b" }]);
});
test("what somebody entered is never replaced, and other fields take nothing", () => {
  expect(takersOf(fields, "template", { jha: [{ step: "own" }] as unknown as FieldValue })).toEqual([]);
  expect(takersOf(fields, "jha", {})).toEqual([]);
});

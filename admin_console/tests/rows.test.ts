import { expect, test } from "vitest";
import type { Field } from "@/api/types";
import { photosIn } from "@/capture/photos";
import { askedFields, codesUnder } from "@/form/asking";
import { asValue, enteredAgain, ofRow } from "@/form/rows";
import { unchosenFaults } from "@/form/unchosen";
import { faults, placeErrors, readyForWire, type Say } from "@/form/values";

const field = (key: string, kind: Field["kind"], more: Partial<Field> = {}): Field => ({ key, kind, label: key, ...more });
const say: Say = (key) => key;
const hot = { op: "is", field: "job", value: "hot" } as const;
const WORKERS = field("workers", "table", {
  max_items: 3,
  columns: [
    field("person", "person", { required: true }),
    field("mass", "number", { maximum: "9" }),
    field("method", "text", { asked_if: hot, required: true }),
    field("photos", "photo"),
    field("result", "choice", { hidden: true }),
  ],
});
const rows = (...all: Record<string, unknown>[]) => ({ workers: asValue(all as never) });
const HASH = "0a".repeat(32);

test("a question that is not asked is neither required nor sent", () => {
  const fields = [field("job", "choice"), field("method", "text", { asked_if: hot, required: true })];
  expect(Object.keys(faults(fields, { job: "hot" }, say))).toEqual(["method"]);
  expect(faults(fields, { job: "dig", method: "x" }, say)).toEqual({});
  expect(readyForWire(fields, { job: "dig", method: "x" })).toEqual({ job: "dig" });
  expect(readyForWire(fields.slice(1), { method: "x" }, { job: "hot" })).toEqual({ method: "x" });
});
test("an answer to a question that is not asked decides nothing", () => {
  const chained = [
    field("method", "choice", { asked_if: hot }),
    field("gas", "text", { asked_if: { op: "is", field: "method", value: "flame" } }),
  ];
  expect(askedFields(chained, { method: "flame" }, { job: "dig" })).toEqual([]);
  expect(askedFields(chained, { method: "flame" }, { job: "hot" })).toEqual(chained);
});
test("every fault of a row stands at its row and column", () => {
  const found = faults([WORKERS], rows({ person: "p" }, { mass: "10" }, {}), say);
  expect(Object.keys(found)).toEqual(["workers[1].person", "workers[1].mass", "workers[2].person"]);
  expect(found["workers[1].mass"]).toMatchObject({ row: 2, message: "fault.too_large" });
  expect(Object.keys(ofRow(found, "workers", 1))).toEqual(["person", "mass"]);
});
test("a row can depend on the record it belongs to", () => {
  expect(Object.keys(faults([WORKERS], rows({ person: "p" }), say, { job: "hot" }))).toEqual(["workers[0].method"]);
});
test("an empty row of a table that requires nothing is a fault of the row", () => {
  const plain = field("notes", "table", { columns: [field("text", "text")] });
  expect(Object.keys(faults([plain], { notes: asValue([{ text: " " }]) }, say))).toEqual(["notes[0]"]);
});
test("too many rows are a fault of the table, a needed table needs one", () => {
  const many = rows(...Array.from({ length: 4 }, () => ({ person: "p" })));
  expect(Object.keys(faults([WORKERS], many, say))).toEqual(["workers"]);
  expect(faults([{ ...WORKERS, required: true }], {}, say).workers?.message).toBe("fault.missing_rows");
});
test("rows go out without what was not asked, the product's own keys and drafts of words", () => {
  const entered = rows({ person: "p", "@no": 1, result: "bad", "_typed.person": "", method: "x", mass: "" });
  expect(readyForWire([WORKERS], entered)).toEqual({ workers: [{ person: "p" }] });
});
test("rows that were ended are not entered again", () => {
  const before = asValue([{ person: "a", "@no": 1, "@at": "t" }, { person: "b", "@ended": "t" }] as never);
  expect(enteredAgain(before)).toEqual([{ person: "a" }]);
});
test("errors of the server are placed at their rows", () => {
  const error = { field: "workers[2].person", code: "x", message: "x" };
  expect(placeErrors([WORKERS], [error]).at).toEqual({ "workers[2].person": error });
});
test("words typed into a row and not chosen are a fault there", () => {
  const found = unchosenFaults([WORKERS], rows({}, { "_typed.person": "张" }), say);
  expect(found.map((fault) => fault.field)).toEqual(["workers[1].person"]);
});
test("photos in rows go to the server too", () => {
  expect(photosIn(rows({ photos: [HASH] }))).toEqual([HASH]);
});
test("only codes under what was chosen above can be chosen", () => {
  const codes = [
    { code: "hot_1", label: "1", parent: "hot" },
    { code: "height_1", label: "1", parent: "height" },
  ];
  const level = field("level", "choice", { parent_field: "job" });
  const under = (values: Record<string, string>, known = {}) => codesUnder(codes, level, values, known).map((each) => each.code);
  expect(under({ job: "hot" })).toEqual(["hot_1"]);
  expect(under({}, { job: "height" })).toEqual(["height_1"]);
  expect(under({})).toEqual([]);
  expect(codesUnder(codes, field("level", "choice"), {})).toHaveLength(2);
});

import { expect, test } from "vitest";
import type { Field } from "@/api/types";
import { faults, placeErrors, readyForWire, type Say } from "@/form/values";

const field = (key: string, kind: Field["kind"], more: Partial<Field> = {}): Field => ({
  key, kind, label: key, required: false, class: "normal", ...more,
});
const say: Say = (key, values) => `${key} ${JSON.stringify(values)}`;

test("every fault is named at once", () => {
  const fields = [
    field("photos", "photo", { required: true }),
    field("text", "long_text", { required: true, max_length: 3 }),
    field("oxygen", "number", { unit: "%vol", minimum: "19.5", maximum: "23.5" }),
  ];
  const found = faults(fields, { text: "四个字符", oxygen: { value: "18.9", unit: "%vol" } }, say);
  expect(Object.keys(found)).toEqual(["photos", "text", "oxygen"]);
  expect(found.photos?.message).toContain("missing_photo");
  expect(found.text?.message).toContain("too_long");
  expect(found.oxygen?.message).toContain("too_small");
});
test("a number that is no number is refused and not rounded", () => {
  const fields = [field("n", "number")];
  expect(faults(fields, { n: "1.5.2" }, say).n?.message).toContain("no_number");
  expect(faults(fields, { n: "1.50" }, say)).toEqual({});
  expect(readyForWire(fields, { n: "1.50" })).toEqual({ n: "1.50" });
});
test("zero and no are values, blanks are not", () => {
  const fields = [field("n", "number", { required: true }), field("b", "boolean", { required: true }), field("t", "text")];
  const values = { n: "0", b: false, t: "" };
  expect(faults(fields, values, say)).toEqual({});
  expect(readyForWire(fields, values)).toEqual({ n: "0", b: false });
});
test("values of other forms and private keys do not go out", () => {
  expect(readyForWire([field("a", "text")], { a: " x ", other: "y", _command: "z" })).toEqual({ a: "x" });
});
test("errors of the server are placed at their fields, others are kept", () => {
  const errors = ["data.a", "/data/b/0", "c"].map((name) => ({ field: name, code: "x", message: name }));
  const placed = placeErrors([field("a", "text"), field("b", "photo")], errors);
  expect(Object.keys(placed.at)).toEqual(["a", "b"]);
  expect(placed.rest.map((error) => error.field)).toEqual(["c"]);
});

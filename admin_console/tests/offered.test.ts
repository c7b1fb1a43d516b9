import { expect, test } from "vitest";
import type { Field, Outcome, RecordDetail } from "@/api/types";
import { offeredTo } from "@/record/offered";

const field = (key: string, kind: Field["kind"], more: Partial<Field> = {}): Field => ({ key, kind, label: key, ...more });
const submit = { key: "submit", label: "", intent: "primary", form: "work" } as Outcome;
const step = (activation: number, data: object, more: object = {}) => ({
  node: "work", state: "done", activation, outcome: "submit", by: { id: "me", name: "" }, data, ...more,
});
const record = (data: object, chain: object[] = []) => ({ data, chain }) as unknown as RecordDetail;
const mine = { node: "work", outcome: submit, person: "me" };

test("a limit is offered as it was asked for, else as it is in force", () => {
  const fields = [field("deadline", "datetime", { prefill: "asked_until" })];
  expect(offeredTo(fields, record({ deadline: "old", asked_until: "asked" }), mine).deadline).toEqual({ value: "asked", again: false });
  expect(offeredTo(fields, record({ deadline: "old" }), mine).deadline?.value).toBe("old");
});

test("a second round starts from the person's last one, without signature and photos that must be new", () => {
  const fields = [
    field("text", "long_text"), field("stopped", "boolean"), field("before", "photo", { lasting: true }),
    field("after", "photo"), field("signature", "signature"),
  ];
  const data = { text: "second", stopped: false, before: ["b"], after: ["a"], signature: { image: "s" } };
  const offered = offeredTo(fields, record({}, [step(1, { text: "first" }), step(2, data)]), mine);
  expect(Object.keys(offered)).toEqual(["text", "stopped", "before"]);
  expect(offered.text).toEqual({ value: "second", again: true });
});

test("what somebody else gave, or gave with another outcome, is not offered as one's own", () => {
  const fields = [field("text", "long_text")];
  const others = [step(1, { text: "x" }, { by: { id: "you", name: "" } }), step(2, { text: "y" }, { outcome: "return" })];
  expect(offeredTo(fields, record({ text: "x" }, others), mine)).toEqual({});
  const objection = { ...mine, outcome: { ...submit, intent: "danger" } as Outcome };
  expect(offeredTo(fields, record({}, [step(1, { text: "z" })]), objection)).toEqual({});
});

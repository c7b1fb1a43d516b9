/** Contradictions and needs across fields, found before anything is sent; reasons for insisting. */
import { describe, expect, it } from "vitest";
import type { Field, FormDefinition } from "@/api/types";
import { insistedOf, insistKey } from "@/form/insisting";
import { conflictFaults, isNeeded } from "@/form/values";

const level: Field = { key: "level", kind: "choice", label: "等级" };
const handling: Field = { key: "handling", kind: "choice", label: "治理类型" };
const order: Field = {
  key: "order", kind: "text", label: "工单号",
  needed_if: { op: "any", of: [{ op: "set", field: "machine" }, { op: "is", field: "raised", value: "true", now: true }] },
};
const form: FormDefinition = {
  title: "终审", fields: [level],
  conflicts: [{
    first: ["level", "major"], second: ["handling", "at_once"],
    excluded_if: { op: "all", of: [{ op: "is", field: "level", value: "major" }, { op: "is", field: "handling", value: "at_once" }] },
  }],
};
const say = (key: string, words?: Record<string, string | number>) => `${key} ${words?.label} ${words?.other}`;

describe("a form's conditions on the device", () => {
  it("names both fields at the one that this form asks", () => {
    const found = conflictFaults(form, [level, handling], { level: "major" }, { say, known: { handling: "at_once" } });
    expect(found).toEqual([{ field: "level", label: "等级", code: "conflict", message: "fault.conflict 等级 治理类型" }]);
  });
  it("is silent while one of the two is open or emptied", () => {
    expect(conflictFaults(form, [level, handling], { level: "major" }, { say })).toEqual([]);
    expect(conflictFaults(form, [level, handling], { level: "" }, { say, known: { level: "major", handling: "at_once" } })).toEqual([]);
  });
  it("needs a field by another answer, now or before", () => {
    expect(isNeeded(order, {}, { machine: "m1" })).toBe(true);
    expect(isNeeded(order, { raised: true })).toBe(true);
    expect(isNeeded(order, {}, { raised: true })).toBe(false);
    expect(isNeeded(order, { raised: false })).toBe(false);
  });
  it("sends reasons for insisting only where one was given", () => {
    expect(insistedOf([level, order], { [insistKey("order")]: " 照片里看得清楚 " })).toEqual({ insisted: { order: "照片里看得清楚" } });
    expect(insistedOf([level, order], { [insistKey("level")]: " " })).toEqual({});
  });
});

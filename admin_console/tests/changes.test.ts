import { expect, test } from "vitest";
import type { Field } from "@/api/types";
import { madePassword } from "@/desktop/admin/password";
import { parentsOf, pathBelow, treeOf } from "@/desktop/admin/units";
import { changesOf } from "@/desktop/admin/usePlainForm";
import { faults, type Say } from "@/form/values";

const field = (key: string, kind: Field["kind"], more: Partial<Field> = {}): Field => ({ key, kind, label: key, ...more });
const say: Say = (key) => key;

test("only what differs goes out, and what was emptied goes out as null", () => {
  const fields = [field("name", "text"), field("post", "text"), field("area", "area"), field("mobile", "text")];
  const before = { name: "a", post: "b", area: "c" };
  expect(changesOf(fields, before, { ...before, post: " ", area: null, mobile: "" })).toEqual({ post: null, area: null });
  expect(changesOf(fields, before, { ...before, name: " a " })).toEqual({});
});
test("fields that are not shown are not touched", () => {
  expect(changesOf([field("name", "text")], { name: "a" }, { name: "a", mobile: "1" })).toEqual({});
});
test("the last role taken away goes out as null", () => {
  const roles = [{ role: "worker", org_path: "/" }] as never;
  expect(changesOf([field("assignments", "assignments")], { assignments: roles }, { assignments: [] })).toEqual({ assignments: null });
});
test("a role without a unit and a place beyond the pole are named", () => {
  const fields = [field("assignments", "assignments"), field("position", "location")];
  const values = {
    assignments: [{ role: "worker", org_path: "" }] as never,
    position: { lat: "91", lon: "0", system: "WGS-84" as const, source: "manual" as const, at: "" },
  };
  expect(Object.keys(faults(fields, values, say))).toEqual(["assignments", "position"]);
});
test("units hang under the nearest one that exists", () => {
  const unit = (path: string) => ({ id: path, name: path, path });
  const [top, ...others] = treeOf(["/w1/t1/", "/", "/w2/x/y/", "/w1/"].map(unit));
  expect(others).toEqual([]);
  expect(top?.below.map((node) => node.path)).toEqual(["/w1/", "/w2/x/y/"]);
  expect(top?.below[0]?.below.map((node) => node.path)).toEqual(["/w1/t1/"]);
  expect(parentsOf("/w1/t1/")).toEqual(["/w1/", "/"]);
  expect([pathBelow("/w1/", "t9"), pathBelow(undefined, "")]).toEqual(["/w1/t9/", "/"]);
});
test("a made password is long, readable and never the same", () => {
  const made = new Set(Array.from({ length: 200 }, madePassword));
  expect(made.size).toBe(200);
  for (const one of made) expect(one).toMatch(/^[a-hj-kmnp-z2-9]{4}(-[a-hj-kmnp-z2-9]{4}){2}$/);
});

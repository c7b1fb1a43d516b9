import "./storage";
import { beforeEach, expect, it, vi } from "vitest";
import { Unreachable } from "@/api/client";
import type { Field } from "@/api/types";
import { database } from "@/drafts/database";
import { typedKey, unchosenFaults, writtenInto } from "@/form/unchosen";

const list = vi.hoisted(() => vi.fn());
vi.mock("@/api/endpoints", () => ({ records: { list } }));
const { findKept, keepEquipment, MOST_KEPT } = await import("@/queue/equipmentKept");

const OWNER = "tenant.worker";
const thing = (no: number) => ({ id: `id-${no}`, title: no % 2 ? `循环泵 ${no}` : `反应釜 ${no}`, number: `EQ-${no}`, area: { id: "a", name: "一车间" }, state: "active" });
const pages = (count: number) => (_type: string, { cursor = "0" }: { cursor?: string }) => {
  const from = Number(cursor);
  const items = Array.from({ length: Math.min(200, count - from) }, (_, at) => thing(from + at));
  return Promise.resolve({ items, next_cursor: from + 200 < count ? String(from + 200) : undefined });
};
const until = async (seen: () => Promise<boolean>) => {
  for (let tries = 0; tries < 50 && !(await seen()); tries++) await new Promise((next) => setTimeout(next, 2));
};

beforeEach(async () => {
  await (await database()).clear("remembered");
  list.mockReset();
});

it("finds kept equipment by a part of its name or number without a signal", async () => {
  list.mockImplementation(pages(250));
  expect(await keepEquipment(OWNER)).toBe(250);
  await until(async () => (await findKept(OWNER, "")).length > 0);
  list.mockRejectedValue(new Unreachable());
  expect(await keepEquipment(OWNER)).toBe(250);
  expect(await findKept(OWNER, "eq-249")).toEqual([{ id: "id-249", title: "循环泵 249", number: "EQ-249", area: { id: "a", name: "一车间" } }]);
  expect((await findKept(OWNER, "环泵")).every((found) => found.title.includes("循环泵"))).toBe(true);
  expect(await findKept("tenant.other", "EQ")).toEqual([]);
});
it("keeps no more than the phone should hold", async () => {
  list.mockImplementation(pages(5_000));
  expect(await keepEquipment(OWNER)).toBe(MOST_KEPT);
  expect(list).toHaveBeenCalledTimes(10);
});

const field = (key: string, kind: Field["kind"]): Field => ({ key, kind, label: key, required: false, class: "normal" });
const fields = [field("equipment", "equipment"), field("description", "long_text")];
const say = (key: string, values?: Record<string, string | number>) => `${key} ${values?.text ?? ""}`;

it("stops at words that were typed and not chosen, and lets them be written into the description", () => {
  const typed = { [typedKey("equipment")]: " 循环泵 ", description: "漏油 " };
  expect(unchosenFaults(fields, typed, say).map((fault) => [fault.field, fault.message])).toEqual([["equipment", "fault.unchosen 循环泵"]]);
  expect(writtenInto(fields, fields[0]!, typed)?.text).toBe("漏油\nequipment：循环泵");
  expect(unchosenFaults(fields, { ...typed, equipment: "id-1" }, say)).toEqual([]);
  expect(unchosenFaults(fields, { [typedKey("equipment")]: " " }, say)).toEqual([]);
});

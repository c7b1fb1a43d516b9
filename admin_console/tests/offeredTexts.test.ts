import { expect, test } from "vitest";
import type { Field } from "@/api/types";
import { offeredTexts } from "@/form/offeredTexts";

const field: Field = {
  key: "danger", kind: "long_text", label: "danger",
  templates: [{ title: "any", text: "a" }, { title: "fire", text: "b", when: ["job", "hot_work"] }, { title: "fall", text: "c", when: ["job", "height", "lifting"] }],
};
const titles = (job?: string) => offeredTexts(field, job ? { job } : {}).map((one) => one.title);

test("texts for another kind of record are not offered", () => {
  expect(titles("hot_work")).toEqual(["any", "fire"]);
  expect(titles("lifting")).toEqual(["any", "fall"]);
  expect(titles()).toEqual(["any"]);
});

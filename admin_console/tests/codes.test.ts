import { expect, it } from "vitest";
import { codeOf } from "@/phone/scan/codes";

const ID = "0b0f0c6e-1111-4222-8333-444455556666";

it.each([
  [`https://anshu.example/m/#/e/${ID}`, { kind: "equipment", id: ID }],
  [`http://10.0.0.5:8000/m/#/a/${ID.toUpperCase()}`, { kind: "area", id: ID }],
  [` R-103Ａ `, { kind: "number", text: "R-103A" }],
  ["https://other.example/asset/7", { kind: "foreign", text: "https://other.example/asset/7" }],
  [`https://anshu.example/m/#/e/not-an-id`, { kind: "foreign", text: "https://anshu.example/m/#/e/not-an-id" }],
])("%s is told apart", (text, expected) => expect(codeOf(text)).toEqual(expected));

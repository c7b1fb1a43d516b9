import "./storage";
import { beforeEach, expect, it } from "vitest";
import { clockOffsetSeconds, heard } from "@/api/serverClock";

const NOON = Date.parse("2026-11-20T12:00:00Z");
beforeEach(() => localStorage.clear());

it("is unknown before the server was heard", () => expect(clockOffsetSeconds(NOON)).toBeUndefined());
it("is what a phone an hour ahead must add", () => {
  heard("Fri, 20 Nov 2026 11:00:00 GMT", NOON, NOON + 400);
  expect(clockOffsetSeconds(NOON + 1000)).toBe(-3600);
});
it("is not measured by an answer that took long, or that time ran backwards under", () => {
  heard("Fri, 20 Nov 2026 11:00:00 GMT", NOON, NOON + 20_000);
  heard("Fri, 20 Nov 2026 11:00:00 GMT", NOON, NOON - 5);
  heard(null, NOON, NOON);
  expect(clockOffsetSeconds(NOON)).toBeUndefined();
});
it("is forgotten after a day: the clock may have been set anew", () => {
  heard("Fri, 20 Nov 2026 11:00:00 GMT", NOON, NOON + 1000);
  expect(clockOffsetSeconds(NOON + 23 * 3_600_000)).toBe(-3600);
  expect(clockOffsetSeconds(NOON + 25 * 3_600_000)).toBeUndefined();
});

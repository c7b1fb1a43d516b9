import { expect, test } from "vitest";
import { endOfDay, fromPlantInput, minutesUntil, moment, span, toPlantInput, wire } from "@/time/format";

test("an instant is shown in plant time, across midnight too", () => {
  expect(moment("2026-11-20T06:05:00Z")).toBe("2026-11-20 14:05");
  expect(moment("2026-12-31T16:00:00Z")).toBe("2027-01-01 00:00");
});
test("what a person enters in plant time comes back as the same instant", () => {
  expect(fromPlantInput("2026-11-20T14:05")).toBe("2026-11-20T06:05:00Z");
  expect(fromPlantInput(toPlantInput("2027-01-01T15:59:00Z"))).toBe("2027-01-01T15:59:00Z");
});
test("an incomplete entry is no instant", () => {
  expect(fromPlantInput("2026-11-")).toBeUndefined();
  expect(moment(undefined)).toBe("");
});
test("the remainder is negative when the deadline has passed", () => {
  const now = new Date("2026-11-20T06:00:00Z");
  expect(minutesUntil("2026-11-20T07:12:00Z", now)).toBe(72);
  expect(minutesUntil("2026-11-20T05:00:00Z", now)).toBe(-60);
  expect(span(-1512)).toEqual({ days: 1, hours: 1, minutes: 12 });
});
test("the wire time has whole seconds and Z", () => {
  expect(wire(new Date("2026-11-20T06:05:09.123Z"))).toBe("2026-11-20T06:05:09Z");
});
test("a deadline so many days from now ends with the day shift, or with the day when that is over", () => {
  const morning = new Date("2026-11-20T01:00:00Z");
  expect(endOfDay(0, morning)).toBe("2026-11-20T09:30:00Z");
  expect(endOfDay(3, morning)).toBe("2026-11-23T09:30:00Z");
  expect(endOfDay(0, new Date("2026-11-20T10:00:00Z"))).toBe("2026-11-20T15:59:00Z");
  // Shortly after midnight at the plant it is still the day before in UTC.
  expect(endOfDay(0, new Date("2026-11-20T16:30:00Z"))).toBe("2026-11-21T09:30:00Z");
});

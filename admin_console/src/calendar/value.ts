/** A calendar's value: weekly hours and the days that differ. */
import type { FieldValue } from "@/api/types";

export type DayKind = "rest" | "work" | "shutdown";
export interface SpecialDays {
  from: string;
  to?: string;
  kind: DayKind;
  hours?: string;
  note?: string;
  unverified?: boolean;
}
export interface CalendarValue {
  hours: Record<string, string>;
  days: SpecialDays[];
}
export interface HolidaySeed {
  year: number;
  source: string;
  verified: boolean;
  holidays: { name: string; first: string; last: string; work: string[] }[];
}

export const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
export const USUAL = "08:00-17:00";

export const calendarOf = (value: FieldValue | unknown): CalendarValue => {
  const found = (value ?? {}) as Partial<CalendarValue>;
  return { hours: found.hours ?? {}, days: found.days ?? [] };
};
/** Rows of a year's holidays that are not in the calendar yet. */
export function proposed(seed: HolidaySeed, days: SpecialDays[], makeUp: (name: string) => string): SpecialDays[] {
  const known = new Set(days.map((row) => `${row.kind} ${row.from}`));
  const rows = seed.holidays.flatMap((one): SpecialDays[] => [
    { from: one.first, to: one.last, kind: "rest", note: one.name, ...(seed.verified ? {} : { unverified: true }) },
    ...one.work.map((day): SpecialDays => ({ from: day, to: day, kind: "work", note: makeUp(one.name), ...(seed.verified ? {} : { unverified: true }) })),
  ]);
  return rows.filter((row) => !known.has(`${row.kind} ${row.from}`));
}
export const inOrder = (days: SpecialDays[]) => [...days].sort((one, other) => one.from.localeCompare(other.from));

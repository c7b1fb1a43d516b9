/** What the live board shows, made of the rows that were read: counts, who runs out of time, who guards. */
import type { Row } from "@/api/types";
import { LIVE, peopleOf, SOON_MINUTES, textOf } from "@/permit/data";

export const ON_THE_BOARD = [...LIVE, "accepting"];
export const OVERTIME_SHOWN = 5;
/** A sign of life older than this is no presence. */
export const UNSEEN_MINUTES = 10;

export interface Ending {
  row: Row;
  /** Minutes to the planned end; negative when it has passed. */
  minutes: number;
}
export interface Seen {
  subject: string;
  at: string;
}

/** Who stands guard now, by name; people whose name the reader may not know are counted by nobody. */
export const guardiansOf = (row: Row): string[] => peopleOf(row.data, "guardians").map((id) => row.names?.[id] ?? "").filter(Boolean);

export interface Narrowed {
  job: string;
  area: string;
}
export const narrow = (rows: Row[], { job, area }: Narrowed): Row[] => rows.filter((row) => (!job || textOf(row.data, "job") === job) && (!area || row.area?.id === area));

/** The permits that run out first, of those that have less than half an hour or none left. */
export function overtime(rows: Row[], now: Date): Ending[] {
  return rows
    .filter((row) => LIVE.includes(row.state) && textOf(row.data, "planned_end"))
    .map((row) => ({ row, minutes: Math.floor((Date.parse(textOf(row.data, "planned_end")) - now.getTime()) / 60_000) }))
    .filter(({ minutes }) => minutes < SOON_MINUTES)
    .sort((a, b) => a.minutes - b.minutes)
    .slice(0, OVERTIME_SHOWN);
}

export function countBy(rows: Row[], key: (row: Row) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const group = key(row);
    if (group) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}

/** Minutes since anybody was seen at a working permit; undefined when nobody ever was. */
export function unseenFor(row: Row, seen: Seen[], now: Date): number | undefined {
  const last = seen.filter((one) => one.subject === row.id).reduce((newest, one) => Math.max(newest, Date.parse(one.at)), 0);
  return last ? Math.max(0, Math.floor((now.getTime() - last) / 60_000)) : undefined;
}
/** Working permits with the longest unseen guardian first; those never seen before all. */
export function guarded(rows: Row[], seen: Seen[], now: Date): { row: Row; minutes?: number }[] {
  return rows
    .filter((row) => row.state === "working")
    .map((row) => ({ row, minutes: unseenFor(row, seen, now) }))
    .sort((a, b) => (b.minutes ?? Infinity) - (a.minutes ?? Infinity));
}

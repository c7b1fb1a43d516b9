/** What the guardian's page counts and fills in by itself: the next row that is due, the gas test like the last one. */
import type { Countdown, Definition, RecordData, RecordDetail } from "@/api/types";
import { type PermitRow, rowsOf, textOf } from "@/permit/data";
import { wire } from "@/time/format";

export interface DueNext {
  countdown: Countdown;
  at: string;
  minutes: number;
}

/** The countdown of the step that waits, when its next row is due and how many minutes are left; none while no row began it. */
export function dueNext(record: RecordDetail, definition: Definition, now: Date): DueNext | undefined {
  const open = record.chain.find((node) => node.state === "now");
  const shape = definition.flow?.nodes.find((node) => node.key === open?.node);
  const job = textOf(record.data, "job");
  const countdown = shape?.countdowns?.find((each) => !each.only.length || each.only.includes(job));
  if (!countdown) return undefined;
  const moments = rowsOf(record.data, countdown.table).map((row) => Date.parse(String(row[countdown.column] ?? ""))).filter(Number.isFinite);
  const since = moments.length ? Math.max(...moments) : Date.parse(open?.opened_at ?? "");
  if (!Number.isFinite(since)) return undefined;
  const at = since + countdown.minutes * 60_000;
  return { countdown, at: wire(new Date(at)), minutes: Math.floor((at - now.getTime()) / 60_000) };
}

/** What stays the same from one gas test to the next; values are measured anew. */
const SAME = ["point", "instrument", "calibrated_until", "flammable_unit", "flammable_gas", "toxic_unit", "toxic_gas"];

/** A gas test as it begins: sampled now, with the instrument and units of one's own last one, else of anybody's. */
export function gasTestBegun(record: RecordDetail, me: string | undefined, now: Date): RecordData {
  const tests = rowsOf(record.data, "gas_tests");
  const own = tests.filter((row) => row["@by"] === me);
  const last = (key: string) => [...tests.filter((row) => row["@by"] !== me), ...own].map((row) => row[key]).filter((value) => typeof value === "string" && value).at(-1) as string | undefined;
  const same = SAME.map((key) => [key, last(key)] as const).filter(([, value]) => value);
  return { ...Object.fromEntries(same), sampled_at: wire(now) };
}
/** Points and instruments of the tests before, the newest first, then the usual points of a space: a point is judged by its name. */
export function usedBefore(record: RecordDetail, points: string[]): Record<string, string[]> {
  const rows = [...rowsOf(record.data, "gas_tests")].reverse();
  const used = (key: string) => rows.map((row) => row[key]).filter((value): value is string => typeof value === "string" && value !== "");
  const inSpace = textOf(record.data, "job") === "confined_space" ? points : [];
  return { point: [...new Set([...used("point"), ...inSpace])].slice(0, OFFERED), instrument: [...new Set(used("instrument"))].slice(0, OFFERED) };
}
const OFFERED = 6;

/** What is seldom measured, and what is known from the last time. */
export const RARELY_MEASURED = ["calibrated_until", "toxic", "toxic_gas", "temperature", "pressure"];

export interface OverLimit {
  row: PermitRow;
  label: string;
}
const SUBSTANCES = ["oxygen", "flammable", "h2s", "co", "toxic"];
const measuredIn = (row: PermitRow): string[] => SUBSTANCES.filter((key) => row[key] != null && row[key] !== "");

/** The newest reading over its limit, as the server judged it; put right only by good ones of everything that was measured with it, at the same point. */
export function overLimit(record: RecordDetail, definition: Definition): OverLimit | undefined {
  const items = definition.code_lists.gas_level?.items ?? [];
  const levelOf = (row: PermitRow) => items.find((item) => item.code === row.result);
  const isRed = (row: PermitRow) => levelOf(row)?.colour === "red";
  const rows = [...rowsOf(record.data, "gas_tests")].sort((a, b) => Date.parse(String(a.sampled_at)) - Date.parse(String(b.sampled_at)));
  for (let place = rows.length - 1; place >= 0; place--) {
    const row = rows[place]!;
    if (!isRed(row)) continue;
    const later = rows.slice(place + 1).filter((each) => each.point === row.point && !isRed(each));
    const again = new Set(later.flatMap(measuredIn));
    if (!measuredIn(row).every((key) => again.has(key))) return { row, label: levelOf(row)!.label };
  }
  return undefined;
}

/** What says something only beside a value: the units and names of gases that were not measured are taken out. */
const BESIDE: Record<string, string[]> = { flammable_unit: ["flammable"], flammable_gas: ["flammable"], toxic_unit: ["h2s", "co", "toxic"], toxic_gas: ["toxic"] };

export function unmeasured(values: RecordData): RecordData {
  const idle = Object.entries(BESIDE).filter(([, beside]) => beside.every((key) => values[key] == null || values[key] === ""));
  return Object.fromEntries(idle.map(([key]) => [key, null]));
}

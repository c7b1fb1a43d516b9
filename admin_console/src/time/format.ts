/** Times for people: plant zone (Asia/Shanghai) at the edge, UTC inside. */

export const PLANT_ZONE = "Asia/Shanghai";
const PLANT_OFFSET_MINUTES = 8 * 60; // no summer time since 1991

const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: PLANT_ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** `2026-11-20 14:05` in plant time; empty for no time. */
export function moment(at: string | undefined | null): string {
  if (!at) return "";
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const part = Object.fromEntries(clock.formatToParts(date).map((item) => [item.type, item.value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
}
/** A sentence of the server with its instants in plant time: people do not read `2026-11-20T12:05+00:00`. */
export const inPlantTime = (text: string): string =>
  text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)/g, (at) => moment(at));

/** `2026-11-20` in plant time. */
export const day = (at: string | undefined | null): string => moment(at).slice(0, 10);

/** Whole minutes from now to `at`; negative when past. */
export function minutesUntil(at: string, now: Date = new Date()): number {
  return Math.round((new Date(at).getTime() - now.getTime()) / 60000);
}
export interface Span {
  days: number;
  hours: number;
  minutes: number;
}
export function span(minutes: number): Span {
  const whole = Math.abs(Math.round(minutes));
  return { days: Math.floor(whole / 1440), hours: Math.floor((whole % 1440) / 60), minutes: whole % 60 };
}

/** RFC 3339 UTC with seconds, for the wire. */
export const wire = (date: Date = new Date()): string => date.toISOString().replace(/\.\d{3}Z$/, "Z");

/** The `datetime-local` text of an instant, in plant time. */
export const toPlantInput = (at: string | undefined): string => moment(at).replace(" ", "T");

/** Half past five in the afternoon so many days from now, when the day shift hands over; the day's end once that is past. */
export function endOfDay(days: number, now: Date = new Date()): string {
  const date = day(wire(new Date(now.getTime() + days * 86_400_000)));
  const shift = fromPlantInput(`${date}T17:30`)!;
  return shift > wire(now) ? shift : fromPlantInput(`${date}T23:59`)!;
}

/** The instant of a `datetime-local` text entered in plant time; undefined when incomplete. */
export function fromPlantInput(text: string): string | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (!found) return undefined;
  const [year, month, date, hour, minute] = found.slice(1).map(Number) as [number, number, number, number, number];
  return wire(new Date(Date.UTC(year, month - 1, date, hour, minute - PLANT_OFFSET_MINUTES)));
}

/** Quick mode: what a new booking begins with, taken from the person, the last permits and the calendar; nothing is left out. */
import type { CodeItem, Definition, RecordData, RecordDetail, Row, Session } from "@/api/types";
import { codesFor } from "@/permit/data";
import { ELSEWHERE, takenAlong } from "@/permit/renewing";
import { day, fromPlantInput, wire } from "@/time/format";

/** A working day as most people book it; whoever needs another span changes it. */
const DAY = { from: "08:30", to: "16:30" };

/** Tomorrow's working hours: a job is booked a day ahead. */
export function tomorrow(now: Date): { planned_start: string; planned_end: string } {
  const date = day(wire(new Date(now.getTime() + 86_400_000)));
  return { planned_start: fromPlantInput(`${date}T${DAY.from}`)!, planned_end: fromPlantInput(`${date}T${DAY.to}`)! };
}

/** The one level of a job that has no choice of levels. */
export function onlyLevel(definition: Definition, job: string): string | undefined {
  const levels: CodeItem[] = codesFor(definition, "permit_level", job);
  return levels.length === 1 ? levels[0]!.code : undefined;
}

interface Begun {
  session: Session;
  definition: Definition;
  now: Date;
}
/** The same job once more: everything of the last one but its times. */
export const oneMore = (last: RecordDetail, { definition, now }: Begun): RecordData => ({ ...ELSEWHERE, ...takenAlong(last, definition), ...tomorrow(now) });

/** Another kind of job: the place of the last permit, the person and the own unit. */
export function anotherJob(job: string, last: RecordDetail | undefined, { session, definition, now }: Begun): RecordData {
  const org = session.person?.org;
  const before = last ? takenAlong(last, definition) : {};
  const { level: _level, content: _content, ...place } = before;
  return {
    applicant_unit: org?.path,
    work_unit: org?.name,
    responsible: session.person?.id,
    ...ELSEWHERE,
    ...place,
    ...tomorrow(now),
    job,
    level: onlyLevel(definition, job),
  };
}

/** The newest permit of every job at every place, at most so many. */
export function lastOnes(rows: Row[], most: number): Row[] {
  const seen = new Set<string>();
  const found: Row[] = [];
  for (const row of rows) {
    if (row.state === "cancelled") continue; // it was wanted once and then not
    const key = [row.data.job, row.level, row.area?.id, row.title].join("|");
    if (!seen.has(key)) found.push(row);
    seen.add(key);
  }
  return found.slice(0, most);
}

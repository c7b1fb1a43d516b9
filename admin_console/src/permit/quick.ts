/** Quick mode: what a new booking begins with, taken from the person, the last permits and the calendar; nothing is left out. */
import type { CodeItem, Definition, RecordData, RecordDetail, Row, Session } from "@/api/types";
import { asValue, enteredAgain, rowsOf } from "@/form/rows";
import { codesFor, codesOf } from "@/permit/data";
import { ELSEWHERE, takenAlong } from "@/permit/renewing";
import { day, fromPlantInput, wire } from "@/time/format";

const LONGEST_STEP = 80;
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
/** What tells a draft of quick mode from another one; nobody sends it. */
const QUICK = "_quick";
/** What quick mode asks for besides the booking: dangers ticked, one photo, the applicant's signature. */
const ASKED = ["risks", "site_photos", "applicant_signature"];
export const askedInQuick = (values: RecordData): string[] => (values[QUICK] ? ASKED : []);

/** Who guarded last; a certificate that has ended since is refused or warned of like any other. */
const guarded = (last: RecordDetail | undefined): RecordData => {
  const rows = enteredAgain(last?.data.guardians).map(({ person, certificate }) => ({ person, certificate }));
  return rows.length ? { guardians: asValue(rows) } : {};
};

/** The same job once more: everything of the last one but its times, its dangers and its signatures. */
export const oneMore = ({ last, ofKind }: { last: RecordDetail; ofKind?: RecordDetail }, { definition, now }: Begun): RecordData => ({ [QUICK]: true, ...ELSEWHERE, ...takenAlong(last, definition), ...guarded(ofKind), ...guarded(last), ...tomorrow(now) });

/** Another kind of job: the place of the last permit, the person and the own unit; who guarded this kind last. */
export function anotherJob(job: string, { last, ofKind }: { last?: RecordDetail; ofKind?: RecordDetail }, { session, definition, now }: Begun): RecordData {
  const org = session.person?.org;
  const before = last ? takenAlong(last, definition) : {};
  const { level: _level, content: _content, ...place } = before;
  return {
    [QUICK]: true,
    ...guarded(ofKind),
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

/** Rows of an analysis that is still empty: the dangers ticked, each in the product's words with its measure. */
export function analysed(data: RecordData, definition: Definition): RecordData[] {
  const columns = definition.forms.permit_application?.fields.find((field) => field.key === "jha")?.columns ?? [];
  if (rowsOf(data.jha).length) return [];
  const titles = new Map((definition.code_lists.permit_danger?.items ?? []).map((item) => [item.code, item.label]));
  const said = (column: string, title: string) => columns.find(({ key }) => key === column)?.templates?.find((text) => text.title === title)?.text;
  const step = String(data.content ?? "").slice(0, LONGEST_STEP);
  return codesOf(data.risks).flatMap((code) => {
    const [danger, measure] = ["danger", "measure"].map((column) => said(column, titles.get(code) ?? ""));
    return danger && measure ? [{ step, danger, measure }] : [];
  });
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

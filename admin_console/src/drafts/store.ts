/** Drafts: what a person has entered and not sent, per person and tenant, written with every touch.
 *
 * They lie in localStorage, whose writes outlive a tab that is killed in the same moment (see
 * docs/adr/0031); photos and what waits to be sent are larger and lie in IndexedDB. */
import { clockOffsetSeconds } from "@/api/serverClock";
import type { RecordData } from "@/api/types";
import { newId } from "@/capture/ids";
import { wire } from "@/time/format";

export interface Draft {
  /** Made with the draft, so that sending twice is one effect. */
  id: string;
  began_at: string;
  values: RecordData;
  /** The server's clock minus this device's when it began, if known. */
  clock_offset_seconds?: number;
  /** How long its form has stood open. */
  spent_ms?: number;
}
export interface ListedDraft {
  key: string;
  type: string;
  draft: Draft;
}
export function newDraft(values: RecordData = {}, id: string = newId()): Draft {
  return { id, began_at: wire(), values, clock_offset_seconds: clockOffsetSeconds() };
}
const PREFIX = "anshu.draft.";

export function readDraft(key: string): Draft | undefined {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
/** False when the device refuses (full or private mode); the form itself still holds the values. */
export function writeDraft(key: string, draft: Draft): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
export const dropDraft = (key: string): void => localStorage.removeItem(PREFIX + key);

export const reportKey = (owner: string, type: string, id: string): string => `${owner}.report.${type}.${id}`;

/** Reports begun and not sent, the newest first; a form that was only looked at is none. */
export function draftReports(owner: string): ListedDraft[] {
  const stem = `${PREFIX}${owner}.report.`;
  const found: ListedDraft[] = [];
  for (let at = 0; at < localStorage.length; at++) {
    const name = localStorage.key(at) ?? "";
    if (!name.startsWith(stem)) continue;
    const draft = readDraft(name.slice(PREFIX.length));
    if (draft && hasContent(draft.values)) found.push({ key: name.slice(PREFIX.length), type: name.slice(stem.length).split(".")[0]!, draft });
  }
  return found.sort((a, b) => b.draft.began_at.localeCompare(a.draft.began_at));
}
/** What filled itself in (position, area, what a QR code brought) is no content of a person's. */
function hasContent(values: RecordData): boolean {
  return Object.entries(values).some(
    ([key, value]) => !key.startsWith("_") && (Array.isArray(value) ? value.length > 0 : typeof value === "string" && value.trim() !== "" && !isId(value)),
  );
}
const isId = (text: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);

/** The words by which a person knows a report again. */
export function titleOf(data: RecordData, otherwise: string): string {
  const words = Object.entries(data).find(([key, value]) => !key.startsWith("_") && typeof value === "string" && /[^\x00-\x7f]|\s/.test(value.trim()));
  return words ? String(words[1]) : otherwise;
}

/** What left this phone today: its person sees what arrived, with the number that the server gave. */
import type { RecordDetail } from "@/api/types";
import { database, type Waiting } from "@/drafts/database";
import { recall } from "@/queue/remember";
import { day, wire } from "@/time/format";

const MOST = 50;
export interface SentItem {
  id: string;
  kind: Waiting["kind"];
  type: string;
  record: string;
  number: string;
  title: string;
  at: string;
}
const keyOf = (owner: string) => `${owner}.sent`;
const today = (items: SentItem[]) => items.filter((item) => day(item.at) === day(wire()));

/** In one transaction: two tabs that send at once both stay listed. */
export async function noteSent(item: Waiting, record: RecordDetail): Promise<void> {
  const key = keyOf(item.owner);
  const tx = (await database()).transaction("remembered", "readwrite");
  const before = ((await tx.store.get(key))?.value ?? []) as SentItem[];
  const sent: SentItem = { id: item.id, kind: item.kind, type: item.type, record: record.id, number: record.number, title: item.title, at: wire() };
  const value = [sent, ...today(before).filter((other) => other.id !== item.id)].slice(0, MOST);
  await tx.store.put({ key, owner: item.owner, value, at: wire() });
  await tx.done;
}
/** The newest first. */
export async function sentToday(owner: string): Promise<SentItem[]> {
  return today((await recall<SentItem[]>(keyOf(owner))) ?? []);
}

/** Sends one thing that waits, or says why it cannot be sent now or ever. */
import { Refused, Unreachable } from "@/api/client";
import { records } from "@/api/endpoints";
import type { Problem, RecordDetail } from "@/api/types";
import { announcePhoto, photosIn, sendPhotosOf } from "@/capture/photos";
import type { Waiting } from "@/drafts/database";
import { permits } from "@/permit/calls";
import { isBusy, isRefused, waiting } from "@/queue/waiting";
import { noteSent } from "@/queue/sentToday";
import { wire } from "@/time/format";

export type Sent =
  | { state: "sent"; record: RecordDetail }
  | { state: "refused"; problem: Problem }
  /** No answer, or one that another try may change. */
  | { state: "later"; failed?: string };

/** By hand, from the form: in the queue first, so that a killed tab loses nothing; the drainer keeps off. */
export async function sendNow(item: Waiting): Promise<Sent> {
  await waiting.put({ ...item, busy_until: Date.now() + 120_000 }).catch(() => undefined); // private mode: only this page knows it
  const sent = await send(item);
  if (sent.state === "sent") await arrived(item, sent.record).catch(() => undefined);
  return sent;
}

/** In turn, by whichever tab drains; what is not sent stays with its reason. */
export async function sendWaiting(item: Waiting): Promise<Sent | undefined> {
  const now = await waiting.get(item.id);
  if (!now || isBusy(now) || isRefused(now)) return undefined;
  const sent = await send(now);
  if (sent.state === "sent") await arrived(now, sent.record);
  else if (await waiting.get(now.id))
    await waiting.put({
      ...now,
      attempts: now.attempts + 1,
      problem: sent.state === "refused" ? sent.problem : undefined,
      failed: sent.state === "later" ? sent.failed : undefined,
    });
  return sent;
}

async function arrived(item: Waiting, record: RecordDetail): Promise<void> {
  await noteSent(item, record).catch(() => undefined);
  await waiting.drop(item.id);
}
async function send(item: Waiting): Promise<Sent> {
  try {
    return { state: "sent", record: await BY_KIND[item.kind](item) };
  } catch (error) {
    if (error instanceof Refused && isForGood(error.problem)) return { state: "refused", problem: error.problem };
    if (error instanceof Refused) return { state: "later", failed: error.problem.title };
    if (error instanceof Unreachable) return { state: "later" };
    return { state: "later", failed: String(error) };
  }
}
/** The preview and the camera's claims first, then the report; originals follow by themselves. */
async function report(item: Waiting): Promise<RecordDetail> {
  for (const hash of photosIn(item.data)) await announcePhoto(hash);
  const { id, data, insisted, captured_at, clock_offset_seconds, entry_seconds, waited_offline } = item;
  return await records.create(item.type, { id, data, insisted, captured_at, clock_offset_seconds, entry_seconds, waited_offline, sent_at: wire() });
}
async function comment(item: Waiting): Promise<RecordDetail> {
  return await records.comment(item.type, item.record ?? "", { command_id: item.id, text: String(item.data.text ?? "") });
}
/** Originals first, as with tasks: a row that names a photo is refused until it is there. */
async function entry(item: Waiting): Promise<RecordDetail> {
  const { id, entry, data, captured_at, clock_offset_seconds, waited_offline } = item;
  await sendPhotosOf(data);
  return await permits.enter(item.type, item.record ?? "", {
    id, task: entry?.task ?? "", entry: entry?.key ?? "", rows: [data], captured_at, clock_offset_seconds, waited_offline, sent_at: wire(),
  });
}
const BY_KIND = { report, comment, entry };

/** A log-in that ended, a busy or failing server: the same words may do later. */
const isForGood = (problem: Problem): boolean => problem.status < 500 && ![401, 408, 425, 429].includes(problem.status);

/** One action on many records: each by itself, each with its own result. */
import { call, Refused } from "@/api/client";
import { records } from "@/api/endpoints";
import type { RecordDetail } from "@/api/types";
import type { BulkKind } from "@/lists/BulkDialog";
import { newId } from "@/capture/ids";

export interface BulkRecord {
  id: string;
  number: string;
}
export interface Result extends BulkRecord {
  done: boolean;
  why: string;
}
export interface BulkInput {
  reason: string;
  person: string;
  node: string;
  outcome: string;
  /** The field of the outcome's form that takes the text. */
  field: string;
  needsText: boolean;
}
export interface BulkTexts {
  nothing: string;
  unreachable: string;
}
interface Many {
  items: { record: string; number: string; done: boolean; problem?: { title: string; cure?: string } | null }[];
}
const AT_ONCE = 50;

type Each = (result: Result) => void;
export async function carryOut(kind: BulkKind, type: string, chosen: BulkRecord[], input: BulkInput, texts: BulkTexts, each: Each): Promise<void> {
  if (kind === "complete") return complete(type, chosen, input, texts, each);
  for (const record of chosen) {
    try {
      await one(kind, type, record, input, texts);
      each({ ...record, done: true, why: "" });
    } catch (error) {
      each({ ...record, done: false, why: said(error, texts) });
    }
  }
}

/** The task that the record waits with. */
export const taskOf = (page: RecordDetail) => page.chain.find((node) => node.state === "now" && node.task)?.task;

class Nothing extends Error {}
async function one(kind: BulkKind, type: string, record: BulkRecord, input: BulkInput, texts: BulkTexts): Promise<void> {
  const path = `/records/${type}/${record.id}`;
  if (kind === "copy") {
    await call("POST", `${path}/copies`, { json: { command_id: newId(), people: [input.person], reason: input.reason } });
    return;
  }
  const task = taskOf(await records.read(type, record.id));
  if (!task) throw new Nothing(texts.nothing);
  const json = { command_id: newId(), reason: input.reason };
  if (kind === "remind") await call("POST", `${path}/tasks/${task}/urge`, { json });
  else await call("POST", `${path}/tasks/${task}/assignee`, { json: { ...json, person: input.person } });
}

async function complete(type: string, chosen: BulkRecord[], input: BulkInput, texts: BulkTexts, each: Each): Promise<void> {
  for (let at = 0; at < chosen.length; at += AT_ONCE) {
    const part = chosen.slice(at, at + AT_ONCE);
    try {
      const answer = await call<Many>("POST", `/records/${type}/completions`, {
        json: {
          node: input.node,
          outcome: input.outcome,
          ...(input.field ? { data: input.reason.trim() ? { [input.field]: input.reason.trim() } : {} } : { opinion: input.reason }),
          items: part.map((record) => ({ command_id: newId(), record: record.id })),
        },
        timeoutSeconds: 120,
      });
      for (const item of answer.items) {
        const known = part.find((record) => record.id === item.record);
        each({ id: item.record, number: item.number || known?.number || "", done: item.done, why: item.problem ? words(item.problem) : "" });
      }
    } catch (error) {
      for (const record of part) each({ ...record, done: false, why: said(error, texts) });
    }
  }
}

function said(error: unknown, texts: BulkTexts): string {
  if (error instanceof Refused) return words(error.problem);
  return error instanceof Nothing ? error.message : texts.unreachable;
}
const words = (problem: { title: string; cure?: string }) => [problem.title, problem.cure].filter(Boolean).join(" · ");

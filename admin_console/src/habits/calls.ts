/** The calls of approval habits. */
import { call } from "@/api/client";
import type { ClosureElement, RecordData, RecordDetail, StepForeseen } from "@/api/types";
import { newId } from "@/capture/ids";
import type { Candidates, Delegations, Habit } from "@/habits/types";

type At = { type: string; id: string };
const record = (at: At) => `/records/${at.type}/${at.id}`;

export interface Asked {
  person?: string;
  reason: string;
  place: "before" | "after" | "beside";
}
/** One habit carried out; the answer is the record's page, if it may still be read. */
export function carryOut(at: At, habit: Habit, asked: Asked): Promise<RecordDetail> {
  const command_id = newId();
  const { person, reason, place } = asked;
  const task = `${record(at)}/tasks/${habit.task}`;
  const post = (path: string, json: object) => call<RecordDetail>("POST", path, { json: { command_id, reason, ...json } });
  switch (habit.key) {
    case "reassign":
      return post(`${task}/assignee`, { person });
    case "add_signer":
      return post(`${task}/signers`, { person, place });
    case "urge":
      return post(`${task}/urge`, {});
    case "copy":
      return post(`${record(at)}/copies`, { people: [person] });
    case "withdraw":
      return post(`${record(at)}/withdrawal`, {});
  }
}

export function candidates(at: At, habit: Habit, q: string): Promise<Candidates> {
  if (habit.key === "copy") return call("GET", `${record(at)}/copies/candidates`, { query: { q } });
  return call("GET", `${record(at)}/tasks/${habit.task}/candidates`, { query: { use: habit.key, q } });
}

export const habits = {
  see: (at: At, task: string) => call<unknown>("POST", `${record(at)}/tasks/${task}/seen`, { json: {} }),
  foresee: (at: At, task: string, json: { outcome: string; data: RecordData }) =>
    call<{ elements: ClosureElement[]; steps: StepForeseen[] }>("POST", `${record(at)}/tasks/${task}/elements`, { json }),
  revokeCopy: (at: At, person: string) =>
    call<unknown>("POST", `${record(at)}/copies/${person}/revoke`, { json: { command_id: newId() } }),
};

export const delegations = {
  list: () => call<Delegations>("GET", "/delegations"),
  give: (json: { to: string; starts: string; ends: string; reason: string; kinds: string[] }) =>
    call<Delegations>("POST", "/delegations", { json: { id: newId(), ...json } }),
  candidates: (kinds: string, q: string) => call<Candidates>("GET", "/delegations/candidates", { query: { kinds, q } }),
  end: (id: string, reason: string) =>
    call<Delegations>("POST", `/delegations/${id}/end`, { json: { command_id: newId(), reason } }),
};

/** Wire shapes of approval habits: signatures of a task, copies, candidates, delegations. */
import type { Named } from "@/api/types";

export interface SeatShown {
  no: number;
  label: string;
  state: "signed" | "open" | "later" | "void";
  /** Where the right to sign comes from, in words. */
  why: string;
  names?: string[];
  /** Who acts for them by a delegation. */
  stand_ins?: string[];
  added?: boolean;
  by?: Named;
  on_behalf?: Named;
  at?: string;
  opinion?: string;
  /** The one given in this seat, where its form asks for one. */
  signature?: Record<string, unknown>;
}
export type HabitKey = "reassign" | "add_signer" | "urge" | "copy" | "withdraw";
export interface Habit {
  key: HabitKey;
  task?: string;
  /** Of a withdrawal: what would be taken back. */
  what?: "signature" | "completion" | "report";
}
export interface CopyShown {
  person: Named;
  by: Named;
  at: string;
  reason: string;
  revocable: boolean;
}
export interface Candidate {
  id: string;
  name: string;
  org: string;
  posts: string[];
}
export interface Candidates {
  items: Candidate[];
  more: boolean;
}
export interface Delegation {
  id: string;
  number: string;
  principal: Named;
  delegate: Named;
  kinds: string[];
  starts: string;
  ends: string;
  reason: string;
  state: "coming" | "in_force" | "over" | "ended";
  mine: boolean;
  ended_at?: string;
  end_reason: string;
}
export interface Delegations {
  items: Delegation[];
  /** Types that can be delegated: key and title. */
  kinds: [string, string][];
}

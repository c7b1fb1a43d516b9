/** Wire shapes of records, their chain and their proof. */
import type { Intent, Named, OrgRef, Outcome, RecordData } from "@/api/types";
import type { components } from "@/api/schema.gen";
import type { CopyShown, Habit, SeatShown } from "@/habits/types";

type S = components["schemas"];

export interface Row {
  /** Fields asked for as columns, as people read them; names of what they refer to, by id. */
  cells?: Record<string, string>;
  names?: Record<string, string>;
  id: string;
  number: string;
  state: string;
  state_label: string;
  title: string;
  level?: string;
  level_label?: string;
  org?: OrgRef;
  area?: Named;
  equipment?: Named;
  owner?: Named;
  reporter?: Named;
  created_at: string;
  due?: string;
  done_at?: string;
  closed_at?: string;
  overdue: boolean;
  /** live, or import for history. */
  origin: string;
  photo?: string;
  /** From discovery to the end, or to now while it is open. */
  elapsed_minutes?: number;
  data: RecordData;
}
export interface RowPage {
  items: Row[];
  next_cursor?: string;
  total: number;
  /** False when there are more than the server counts. */
  total_exact?: boolean;
  data_time: string;
}
/** A step that would follow the open task: whom it would ask, or that it would ask nobody. */
export interface StepForeseen {
  node: string;
  title: string;
  asks: string[];
  passed: boolean;
}
export interface ChainNode {
  node: string;
  title: string;
  state: "done" | "now" | "next" | "skipped";
  activation: number;
  task?: string;
  assignees: { label: string }[];
  opened_at?: string;
  due?: string;
  overdue: boolean;
  escalated_at?: string;
  elapsed_minutes?: number;
  done_at?: string;
  by?: Named;
  outcome?: string;
  outcome_label?: string;
  intent?: Intent;
  data?: RecordData;
  labels?: Record<string, string>;
  /** Who signed a field of this step, and on whose behalf. */
  signatures?: { field: string; by?: Named; on_behalf?: Named; at?: string }[];
  seats?: SeatShown[];
  signed?: number;
  needed?: number;
  mode?: "any" | "all" | "in_order";
  on_behalf?: Named;
  opinion?: string;
  withdrawn_at?: string;
  urged_at?: string;
  seen?: { name: string; at: string }[];
}
export interface SourcedFact {
  name: string;
  label: string;
  value: string;
  source: string;
  fetched_at: string;
  source_modified_at?: string;
  stale: boolean;
}
export interface TaskAction {
  task: string;
  node: string;
  title: string;
  due?: string;
  outcomes: Outcome[];
  on_behalf?: Named;
  /** Added as a signer: agreeing asks for no form. */
  signs_only?: boolean;
  signed?: number;
  needed?: number;
}
export interface ClosureElement {
  key: string;
  label: string;
  present: boolean;
  reason?: string;
  /** The gate's rule that it fails. */
  rule?: string;
}
export interface LinkedRecord {
  relation: "recurs" | "recurred" | "repeated" | "same_as" | "reported_again";
  label: string;
  id: string;
  number: string;
}
export interface RecordDetail extends Omit<Row, "equipment" | "photo"> {
  type: string;
  version: number;
  captured_at?: string;
  equipment?: Named & { code?: string; facts?: SourcedFact[] };
  hidden_classes: string[];
  chain: ChainNode[];
  actions: TaskAction[];
  /** Names behind the ids in `data` and in the chain. */
  names?: Record<string, string>;
  elements: ClosureElement[];
  /** What the reader may record while a task waits, without ending it. */
  entries?: S["EntryChoice"][];
  /** What the reader may do beside the outcomes. */
  habits?: Habit[];
  copies?: CopyShown[];
  open_links?: S["LinkShown"][];
  /** Others that are the same trouble, labelled in the reader's language. */
  links?: LinkedRecord[];
  times_reported_again?: number;
  /** Records of other types about this one, as far as the reader may know of them. */
  referring?: ReferringRecord[];
  ledger: { events: number; sealed: number; head?: string; seal_no?: number; sealed_at?: string };
  /** Set when its forms are not those of now: it goes on with those it began under. */
  definition?: string;
}
/** A record of another type that refers to the one shown. */
export interface ReferringRecord {
  type: string;
  type_label: string;
  id: string;
  number: string;
  title: string;
  state_label?: string;
  running?: boolean;
  due?: string;
}
export interface TimelineItem {
  seq?: number;
  version?: number;
  at: string;
  received_at: string;
  kind: string;
  kind_label: string;
  by?: Named;
  text?: string;
  data?: RecordData;
}
export interface Verification {
  ok: boolean;
  findings: string[];
  events: number;
  sealed: number;
  head?: string | null;
  seal_no?: number | null;
}
export interface Sheet {
  shown: string;
  lines: string[];
}

/** An open record that another one may be the same as, and why. */
export interface KnownRecord {
  id: string;
  number: string;
  title: string;
  state_label: string;
  created_at: string;
  where: string;
  why: ("equipment" | "area" | "text")[];
}

/** A record type as the console draws it: fields, forms, outcomes, lists. */
import type { Expression } from "@/form/expressions";

export type FieldKind =
  | "text"
  | "long_text"
  | "number"
  | "choice"
  | "multi_choice"
  | "boolean"
  | "datetime"
  | "person"
  | "org"
  | "area"
  | "equipment"
  | "location"
  | "photo"
  | "signature"
  | "clause"
  | "assignments"
  | "boundary"
  | "plan_points"
  | "working_calendar"
  | "record"
  | "table";
export interface Field {
  key: string;
  kind: FieldKind;
  label: string;
  help?: string;
  required?: boolean;
  /** Needed when another field of the form has this value. */
  required_when?: [string, string] | null;
  /** Needed once that field of the record is set, in this form or before. */
  required_with?: string;
  /** The same as one condition; evaluated here and by the server alike. */
  needed_if?: Expression | null;
  /** What its text must tell; an empty one is sent back. */
  telling?: string;
  /** Its codes can be suggested from the record's texts. */
  suggests?: boolean;
  /** The field of the record whose value is offered first. */
  prefill?: string;
  /** Photos of an earlier round prove as well. */
  lasting?: boolean;
  /** The ways of signing that a signature field accepts. */
  methods?: string[];
  class?: "normal" | "restricted" | "personal";
  unit?: string;
  of?: string; // the type of record that is referred to
  code_list?: string;
  /** The column of every record that this field fills, as `due`. */
  promoted?: string;
  max_length?: number;
  minimum?: string | number;
  maximum?: string | number;
  min_items?: number;
  max_items?: number;
  camera?: boolean;
  templates?: { title: string; text: string; when?: string[] }[];
  /** Asked of those records only for which it holds. */
  asked_if?: Expression | null;
  /** Only codes whose parent is that field's value can be chosen. */
  parent_field?: string;
  /** Of a table: what its rows hold. */
  columns?: Field[];
  /** An empty table takes the rows of that table of the record chosen in the field. */
  copies?: { field: string; of: string; table: string } | null;
  /** A column that this form does not ask. */
  hidden?: boolean;
}
export interface FormDefinition {
  title: string;
  fields: Field[];
  conflicts?: { first: [string, string]; second: [string, string]; excluded_if: Expression }[];
  /** Judgement has something to say of it while it is filled. */
  checked?: boolean;
  /** It asks one row of that table. */
  of_table?: string;
}
export type Intent = "primary" | "danger" | "default";
export interface Outcome {
  key: string;
  label: string;
  intent: Intent;
  form?: string;
  /** Where a return may lead, if to several steps. */
  targets?: { node: string; title: string }[];
  /** Refused when it waited for a signal. */
  online?: boolean;
}
export interface CodeItem {
  code: string;
  label: string;
  parent?: string;
  hint?: string;
  colour?: string;
  clause?: string;
}
/** Rows of `table` are due every so many minutes after the newest one's `column`; `only`: of which kinds. */
export interface Countdown {
  watch: string;
  title: string;
  minutes: number;
  table: string;
  column: string;
  only: string[];
}
export interface Definition {
  type: string;
  title: string;
  definition: string;
  capabilities: { create: boolean };
  start: { form: string };
  forms: Record<string, FormDefinition>;
  flow?: { nodes: { key: string; title: string; kind: "task" | "end"; outcomes: Outcome[]; countdowns?: Countdown[] }[] };
  code_lists: Record<string, { title: string; items: CodeItem[] }>;
  states?: CodeItem[];
  /** Fields that are shown together under a title. */
  blocks?: { key: string; title: string; fields: string[]; shown_if?: Expression | null }[];
  /** Fields that no form asks for: the flow fills them. */
  unasked?: Field[];
  /** What this type calls things that every record has. */
  words?: Record<string, string>;
}

/** The wire shapes of HTTP contract v1, in one place (records and desk beside it). Times are RFC 3339 UTC; decimals are strings. */
import type { Expression } from "@/form/expressions";

export interface Fact {
  name: string;
  label?: string;
  value: string;
  unit?: string;
  limit?: string;
  age_seconds?: number | null;
}
export interface ExplanationNode {
  rule: string;
  /** Either of the two says it. */
  verdict?: "pass" | "fail";
  passed?: boolean;
  text?: string;
  facts?: Fact[];
  children?: ExplanationNode[];
}
export interface FieldError {
  field: string;
  label?: string;
  code: string;
  message: string;
  cure?: string;
  limit?: string;
  value?: string;
  row?: number | null;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  errors?: FieldError[];
  facts?: Fact[];
  clause?: { norm: string; clause: string; edition?: string };
  cure?: string;
  explanation?: ExplanationNode;
  current_version?: number;
  /** The number under which the server's log knows a failure. */
  incident?: string;
}

export interface Named {
  id: string;
  name: string;
}
export interface OrgRef {
  path: string;
  name: string;
}
export interface Membership {
  tenant: string;
  name: string;
  kind: string;
}
export interface Session {
  account: { login: string; name: string };
  tenant: { id: string; name: string; /** group, region, company, supplier or regulator. */ kind: string };
  person?: { id: string; name: string; org?: OrgRef };
  roles: { key: string; label: string }[];
  permissions: string[];
  memberships: Membership[];
  language: string;
  server_time: string;
  demo: boolean;
  public_url: string; // empty where none is set
  /** The tenant asks for a second factor that this session has not shown. */
  second_factor_due?: boolean;
}

export interface TaskCard {
  task: string;
  record: {
    type: string;
    id: string;
    number: string;
    title: string;
    level?: string;
    level_label?: string;
    state: string;
    photo?: string;
  };
  node: string;
  node_title: string;
  where: string;
  from?: Named;
  opened_at: string;
  due?: string;
  escalated: boolean;
  why: string;
  action: string;
  on_behalf?: Named;
  added?: boolean;
  signed?: number;
  needed?: number;
}
export interface Notice {
  id: string;
  kind: string;
  text: string;
  record?: { type: string; id: string; number: string };
  at: string;
  /** When it was read, or whether. */
  read: boolean | string | null;
}
export interface Worklist {
  items: TaskCard[];
  notices: Notice[];
  server_time: string;
}

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
  | "record";
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
  templates?: { title: string; text: string }[];
}
export interface FormDefinition {
  title: string;
  fields: Field[];
  conflicts?: { first: [string, string]; second: [string, string]; excluded_if: Expression }[];
  /** Judgement has something to say of it while it is filled. */
  checked?: boolean;
}
export type Intent = "primary" | "danger" | "default";
export interface Outcome {
  key: string;
  label: string;
  intent: Intent;
  form?: string;
  /** Where a return may lead, if to several steps. */
  targets?: { node: string; title: string }[];
}
export interface CodeItem {
  code: string;
  label: string;
  parent?: string;
  hint?: string;
}
export interface Definition {
  type: string;
  title: string;
  definition: string;
  capabilities: { create: boolean };
  start: { form: string };
  forms: Record<string, FormDefinition>;
  flow?: { nodes: { key: string; title: string; kind: "task" | "end"; outcomes: Outcome[] }[] };
  code_lists: Record<string, { title: string; items: CodeItem[] }>;
  states?: CodeItem[];
  /** Fields that are shown together under a title. */
  blocks?: { key: string; title: string; fields: string[] }[];
  /** Fields that no form asks for: the flow fills them. */
  unasked?: Field[];
}
export interface LocationValue {
  lat: string;
  lon: string;
  accuracy_m?: string;
  system: "WGS-84" | "GCJ-02";
  source: "browser" | "manual" | "exif";
  at: string;
}
/** Handwriting has its picture, every other method its proof. */
export interface SignatureValue {
  image?: string;
  proof?: string;
  shown: string;
  method: string;
}
export interface QuantityValue {
  value: string;
  unit: string;
}
export type FieldValue =
  | string
  | boolean
  | string[]
  | QuantityValue
  | LocationValue
  | SignatureValue
  | null
  | undefined;
export type RecordData = Record<string, FieldValue>;

export * from "@/api/adminTypes";
export * from "@/api/deskTypes";
export * from "@/api/recordTypes";

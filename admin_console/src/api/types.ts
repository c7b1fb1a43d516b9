/** The wire shapes of HTTP contract v1, in one place (records and desk beside it). Times are RFC 3339 UTC; decimals are strings. */
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
  /** Codes of the alarms that what was refused has raised. */
  alarms?: string[];
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
export * from "@/api/definitionTypes";
export * from "@/api/deskTypes";
export * from "@/api/recordTypes";

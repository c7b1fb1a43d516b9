/** Every call the console makes, named once. */
import { address, call, type Query } from "@/api/client";
import type * as P from "@/api/planTypes";
import type { HolidaySeed } from "@/calendar/value";
import type { FormChecked, IndustrySetting, KeptVerdict, Suggestions } from "@/api/ruleTypes";
import type * as T from "@/api/types";

export const session = {
  read: (timeoutSeconds?: number) => call<T.Session>("GET", "/session", { timeoutSeconds }),
  open: (json: { login: string; password: string; tenant?: string; code?: string }) =>
    call<T.Session>("POST", "/session", { json }),
  close: () => call<void>("DELETE", "/session"),
  wear: (tenant: string) => call<T.Session>("PUT", "/session/tenant", { json: { tenant } }),
};

export const work = {
  list: () => call<T.Worklist>("GET", "/worklist"),
  readNotice: (id: string) => call<void>("POST", `/notices/${id}/read`, { json: {} }),
  search: (q: string) => call<{ items: T.SearchHit[] }>("GET", "/search", { query: { q } }),
  closureRate: (from: string, to: string) =>
    call<T.ClosureRate>("GET", "/indicators/closure-rate", { query: { from, to } }),
};

export const definitions = {
  /** The type's forms of now, or those that a record began under. */
  read: (type: string, record?: string) => call<T.Definition>("GET", `/definitions/${type}`, { query: record ? { record } : {} }),
};

interface Timed {
  captured_at: string;
  sent_at: string;
  /** The server's clock minus this device's when it was captured, if known. */
  clock_offset_seconds?: number;
}
interface Entered extends Timed {
  entry_seconds?: number;
  waited_offline?: boolean;
}
export const records = {
  list: (type: string, query: Query) => call<T.RowPage>("GET", `/records/${type}`, { query }),
  read: (type: string, id: string) => call<T.RecordDetail>("GET", `/records/${type}/${id}`),
  create: (type: string, json: { id: string; data: T.RecordData } & Entered & Insisting) =>
    call<T.RecordDetail>("POST", `/records/${type}`, { json }),
  change: (type: string, id: string, json: { command_id: string; version: number; data: T.RecordData } & Insisting) =>
    call<T.RecordDetail>("PUT", `/records/${type}/${id}`, { json }),
  /** The sheet of a report that is not sent yet. */
  reportSheet: (type: string, json: { id: string; data: T.RecordData }) => call<T.Sheet>("POST", `/records/${type}/sheet`, { json }),
  sheet: (at: TaskAddress, json: { outcome: string; data: T.RecordData }) =>
    call<T.Sheet>("POST", `${taskPath(at)}/sheet`, { json }),
  finish: (
    at: TaskAddress,
    json: { command_id: string; version: number; outcome: string; to?: string; opinion?: string; data: T.RecordData } & Timed & Insisting,
  ) => call<T.RecordDetail>("POST", taskPath(at), { json }),
  comment: (type: string, id: string, json: { command_id: string; text: string }) =>
    call<T.RecordDetail>("POST", `/records/${type}/${id}/comments`, { json }),
  timeline: (type: string, id: string) =>
    call<{ items: T.TimelineItem[] }>("GET", `/records/${type}/${id}/timeline`),
  verify: (type: string, id: string) =>
    call<T.Verification>("GET", `/records/${type}/${id}/verification`),
  evidenceAddress: (type: string, id: string) => address(`/records/${type}/${id}/evidence`),
  exportAddress: (type: string, query: Query) => address(`/records/${type}/export`, query),
};
/** Judgement while a form is filled: nothing is written. */
export const forms = {
  check: (type: string, form: string, json: { data: T.RecordData; record?: string }) =>
    call<FormChecked>("POST", `/forms/${type}/${form}/check`, { json, timeoutSeconds: 10 }),
};
/** Kept verdicts, suggested clauses, and the industry that chooses their library. */
export const rules = {
  kept: (type: string, id: string) => call<KeptVerdict[]>("GET", `/records/${type}/${id}/judgements`),
  suggest: (type: string, id: string, field: string) => call<Suggestions>("GET", `/records/${type}/${id}/suggestions/${field}`),
  industry: () => call<IndustrySetting>("GET", "/settings/industry"),
  setIndustry: (json: { command_id: string; industry: string }) => call<IndustrySetting>("PUT", "/settings/industry", { json }),
};
/** Open records that one under review may be the same as. */
export const duplicates = {
  possible: (type: string, id: string) => call<{ items: T.KnownRecord[] }>("GET", `/records/${type}/${id}/possible-originals`),
};
/** Reasons why texts that say little stay as they are. */
interface Insisting {
  insisted?: Record<string, string>;
}
export interface TaskAddress {
  type: string;
  id: string;
  task: string;
}
const taskPath = (at: TaskAddress) => `/records/${at.type}/${at.id}/tasks/${at.task}`;

export const media = {
  store: (query: Query, raw: Blob) =>
    call<T.StoredMedia>("POST", "/media", { query, raw, timeoutSeconds: 120 }),
  address: (hash: string, variant: "original" | "preview" | "watermarked" = "preview") =>
    address(`/media/${hash}`, { variant }),
};

/** Files that come in pieces and go on after an interruption. */
export const uploads = {
  begin: (json: T.UploadAnnouncement) => call<T.UploadProgress>("POST", "/uploads", { json, timeoutSeconds: 60 }),
  append: (hash: string, offset: number, raw: Blob) =>
    call<T.UploadProgress>("PATCH", `/uploads/${hash}`, { query: { offset }, raw, contentType: "application/octet-stream", timeoutSeconds: 90 }),
  finish: (hash: string) => call<T.StoredMedia>("POST", `/uploads/${hash}/finish`, { timeoutSeconds: 90 }),
};

export const ledgers = {
  all: () => call<T.Ledger[]>("GET", "/ledgers"),
  page: (key: string, query: Query) => call<T.LedgerPage>("GET", `/ledgers/${key}`, { query }),
  file: (ledger: T.Ledger, format: string) => address(`/records/${ledger.type}/ledgers/${ledger.key}/export`, { format }),
};

export const imports = {
  upload: (type: string, file: File) =>
    call<T.ImportDraft>("POST", "/imports", {
      query: { type, filename: file.name },
      raw: file,
      contentType: file.type || "application/octet-stream",
      timeoutSeconds: 300,
    }),
  map: (id: string, mapping: Record<string, string>) =>
    call<unknown>("PUT", `/imports/${id}`, { json: { mapping } }),
  dryRun: (id: string) => call<unknown>("POST", `/imports/${id}/dry-run`, { json: {} }),
  start: (id: string) => call<unknown>("POST", `/imports/${id}/start`, { json: {} }),
  read: (id: string) => call<T.ImportJob>("GET", `/imports/${id}`),
  list: () => call<T.ImportJob[] | { items: T.ImportJob[] }>("GET", "/imports"),
};

export const connectors = {
  list: () => call<T.Connectors>("GET", "/connectors"),
  create: (json: { driver: string; title: string; config: Record<string, unknown> }) =>
    call<T.ConnectorInstance>("POST", "/connectors", { json }),
  reconfigure: (id: string, config: Record<string, unknown>) =>
    call<T.ConnectorInstance>("PUT", `/connectors/${id}/config`, { json: { config }, timeoutSeconds: 60 }),
  probe: (id: string) => call<{ text?: string }>("POST", `/connectors/${id}/probe`, { json: {}, timeoutSeconds: 60 }),
  run: (id: string) => call<unknown>("POST", `/connectors/${id}/run`, { json: {}, timeoutSeconds: 60 }),
};

export const places = {
  geofences: () => call<{ items: P.Geofence[] }>("GET", "/areas/geofences"),
  plans: () => call<{ items: P.Plan[]; equipment: P.EquipmentPlace[] }>("GET", "/plans"),
  setup: () => call<P.Setup>("GET", "/setup"),
  advice: () => call<P.AdviceList>("GET", "/advice"),
  keepAdvice: (id: string, json: { category: string; title: string; text: string; position: number }) =>
    call<P.AdviceList>("PUT", `/advice/${id}`, { json }),
  retireAdvice: (id: string) => call<P.AdviceList>("DELETE", `/advice/${id}`),
  holidays: () => call<{ items: HolidaySeed[] }>("GET", "/calendars/proposals"),
  labelsAddress: (kind: string, query: Query) => address(`/labels/${kind}`, query),
  /** The hash makes another picture another address. */
  pictureAddress: (plan: P.Plan) => address(`/plans/${plan.id}/picture`, { v: plan.image.slice(0, 12) }),
};

export const roles = {
  list: () => call<{ items: T.RoleShape[] }>("GET", "/roles"),
};

export const accounts = {
  of: (person: string) => call<{ items: T.PersonLogIn[] }>("GET", "/accounts", { query: { person } }),
  open: (json: { person: string; login: string; password: string }) =>
    call<{ login: string }>("POST", "/accounts", { json }),
  setPassword: (login: string, password: string) =>
    call<{ login: string }>("PUT", `/accounts/${encodeURIComponent(login)}/password`, { json: { password } }),
  end: (login: string) => call<{ login: string }>("DELETE", `/accounts/${encodeURIComponent(login)}`),
};

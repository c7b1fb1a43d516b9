/** Wire shapes of ledgers, indicators, media, imports and connectors. */
import type { LocationValue } from "@/api/types";

export interface Ledger {
  key: string;
  title: string;
  count?: number;
  type: string;
  /** Whether the reader may take it away as a file. */
  export: boolean;
}
export interface LedgerPage {
  title: string;
  columns: { key: string; label: string }[];
  items: { id: string; type: string; cells: (string | null)[] }[];
  next_cursor?: string;
  data_time: string;
}
export interface SearchHit {
  type: string;
  id: string;
  number: string;
  title: string;
  type_label?: string;
  state_label?: string;
  where?: string;
}
export interface Rate {
  numerator: number;
  denominator: number;
  rate?: string;
}
export interface ClosureRate {
  from: string;
  to: string;
  data_time: string;
  literal: Rate;
  due_only: Rate;
  excluded_import: number;
}
/** A file that this device holds and will send in pieces. */
export interface UploadAnnouncement {
  sha256: string;
  bytes: number;
  purpose: "photo" | "signature" | "file";
  captured_at: string;
  sent_at: string;
  clock_offset_seconds?: number;
  position?: LocationValue;
  /** A small JPEG in base64. */
  preview?: string;
}
export interface UploadProgress {
  hash: string;
  bytes: number;
  offset: number;
  complete: boolean;
}
export interface StoredMedia {
  hash: string;
  mime: string;
  bytes: number;
  width?: number;
  height?: number;
  received_at: string;
  captured_at?: string;
  watermarked: boolean;
  warnings: string[];
}
export interface ImportDraft {
  id: string;
  columns: { name: string; samples: string[] }[];
  targets: { key: string; label: string; required: boolean }[];
  mapping: Record<string, string>;
  encoding?: string;
  rows: number;
  warnings: string[];
}
export interface ImportJob {
  id: string;
  state: "draft" | "checking" | "checked" | "running" | "done" | "failed";
  filename?: string;
  created_at?: string;
  rows: number;
  done: number;
  ok: number;
  failed: number;
  errors: { row: number; column?: string; value?: string; message: string; cure?: string }[];
}
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  enum?: (string | number | null)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  writeOnly?: boolean;
}
export interface ConnectorDriver {
  key: string;
  title: string;
  config_schema: JsonSchema;
}
export interface ConnectorInstance {
  id: string;
  driver: string;
  title: string;
  last_run?: string;
  last_ok?: string;
  state: string;
  error?: string;
  counts?: Record<string, number>;
}
export interface Connectors {
  drivers: ConnectorDriver[];
  instances: ConnectorInstance[];
}

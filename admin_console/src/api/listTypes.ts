/** Wire shapes of lists: what they can show, their views and counts, the audit list, files. */
import type { LocationValue } from "@/api/types";

export interface Choice {
  code: string;
  label: string;
}
export interface ColumnShape {
  key: string;
  label: string;
  /** A field's kind, or `code`, `photo`, `span`. */
  kind: string;
  sort?: string;
  filter?: string;
  group?: string;
  choices?: Choice[];
  unit?: string;
  is_field?: boolean;
}
export interface ViewQuery {
  filters: Record<string, string>;
  sort: string;
  columns: string[];
  widths: Record<string, number>;
  group: string;
}
export interface SavedView {
  id: string;
  title: string;
  query: ViewQuery;
  shared: boolean;
  mine: boolean;
  may_change: boolean;
  opens_first: boolean;
  roles: string[];
  by: string;
  /** What it uses and this reader's list does not have. */
  missing: string[];
}
export interface ListShape {
  type: string;
  title: string;
  columns: ColumnShape[];
  views: SavedView[];
  may: { create: boolean; export: boolean; share: boolean };
  roles: { key: string; label: string }[];
  opens?: string;
}
export interface NewView {
  title: string;
  query: ViewQuery;
  shared: boolean;
  opens_first: boolean;
  roles: string[];
}
export interface Group {
  value: string;
  label: string;
  count: number;
  late: number;
}
export interface Groups {
  items: Group[];
  data_time: string;
  more?: boolean;
}
export interface AuditEvent {
  seq: number;
  at: string;
  received_at: string;
  kind: string;
  kind_label: string;
  actor: string;
  text: string;
  changes: { label: string; value: string }[];
  person?: string;
  record?: { type: string; type_label: string; id: string; number: string; title: string };
  seal_no?: number;
}
export interface AuditList {
  items: AuditEvent[];
  kinds: { key: string; label: string }[];
  data_time: string;
  partial: boolean;
  left_out: string[];
  next_cursor?: string;
}
export interface Attachment {
  hash: string;
  purpose: string;
  mime: string;
  bytes: number;
  received_at: string;
  watermarked: boolean;
  by?: string;
  width?: number;
  height?: number;
  captured_at?: string;
  camera_at?: string;
  position?: Partial<LocationValue> & { lat: string; lon: string };
  camera_position?: { lat: string; lon: string };
}

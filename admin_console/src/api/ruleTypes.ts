/** What judgement says of a form: rows that hold, duties, texts that say too little. */
import type { Fact, FieldError } from "@/api/types";

export interface JudgedRow {
  field: string;
  severity: string;
  title: string;
  message: string;
  reason: string;
  table: string;
  level?: string;
  level_label?: string;
  /** Presents the level, always beside its label. */
  colour?: string;
  limit_kind?: string;
  /** Known at second hand: it warns and stops nobody. */
  unverified?: boolean;
  /** As it was typed, where the table converted it. */
  entered?: string;
  /** Whom or what of a list it is said of. */
  item?: string;
  facts?: Fact[];
  clause?: { norm: string; clause: string; edition?: string };
}
export interface Duty {
  kind: string;
  role?: string;
  role_label?: string;
  field?: string;
  field_label?: string;
  minutes?: number;
  advisory?: boolean;
}
export interface FormChecked {
  severity: string;
  rows: JudgedRow[];
  duties: Duty[];
  errors: FieldError[];
}
/** A verdict that an event keeps; `same`: the rules in force say the same of its values. */
export interface KeptVerdict {
  at: string;
  version: number;
  severity: string;
  same: boolean;
  rows: JudgedRow[];
}
export interface Suggestions {
  items: { code: string; label: string; words: string[]; hint?: string }[];
  library: string;
  industry?: string;
}
export interface IndustrySetting {
  industry: string;
  choices: { code: string; label: string; library: string }[];
}

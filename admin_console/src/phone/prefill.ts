/** A report begun with something known: its draft is made, its address is given. */
import type { Definition, FieldKind, FieldValue } from "@/api/types";
import { newDraft, reportKey, writeDraft } from "@/drafts/store";

export type Known = Partial<Record<FieldKind, FieldValue>>;

export function beginReport(owner: string, definition: Definition, known: Known, spent_ms = 0): string {
  const fields = definition.forms[definition.start.form]?.fields ?? [];
  const values = Object.fromEntries(
    Object.entries(known).flatMap(([kind, value]) => {
      const field = fields.find((item) => item.kind === kind);
      return field && value ? [[field.key, value]] : [];
    }),
  );
  const draft = { ...newDraft(values), spent_ms };
  writeDraft(reportKey(owner, definition.type, draft.id), draft);
  return `/report/${definition.type}/${draft.id}`;
}

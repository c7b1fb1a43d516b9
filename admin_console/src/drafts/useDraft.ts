/** A form's values that survive a call, a killed tab and a lost signal. */
import { useCallback, useRef, useState } from "react";
import type { FieldValue, RecordData } from "@/api/types";
import { dropDraft, type Draft, newDraft, readDraft, writeDraft } from "@/drafts/store";

export interface DraftWork {
  draft: Draft;
  /** True when the values were found on the device and not typed now. */
  restored: boolean;
  change: (key: string, value: FieldValue) => void;
  restart: (values?: RecordData) => void;
  /** Writes it again after it was let go for sending, changed by `with`. */
  takeBack: (changed?: Partial<Draft>) => void;
  /** How long the form has stood open, from the first touch of the camera to now. */
  entrySeconds: () => number;
}

export function useDraft(key: string, id?: string): DraftWork {
  const [held, setHeld] = useState(() => open(key, id));
  const opened = useRef<number>(undefined);
  opened.current ??= performance.now() - (held.draft.spent_ms ?? 0);
  const spent = useCallback(() => Math.round(performance.now() - (opened.current ?? 0)), []);
  const change = useCallback(
    (field: string, value: FieldValue) =>
      setHeld((before) => {
        const draft = { ...before.draft, spent_ms: spent(), values: { ...before.draft.values, [field]: value } };
        writeDraft(key, draft);
        return { ...before, draft };
      }),
    [key, spent],
  );
  const restart = useCallback(
    (values: RecordData = {}) => {
      dropDraft(key);
      opened.current = performance.now();
      setHeld({ draft: newDraft(values), restored: false });
    },
    [key],
  );
  const takeBack = useCallback(
    (changed: Partial<Draft> = {}) =>
      setHeld((before) => {
        const draft = { ...before.draft, ...changed };
        writeDraft(key, draft);
        return { ...before, draft };
      }),
    [key],
  );
  const entrySeconds = useCallback(() => Math.round(spent() / 1000), [spent]);
  return { draft: held.draft, restored: held.restored, change, restart, takeBack, entrySeconds };
}

function open(key: string, id?: string): { draft: Draft; restored: boolean } {
  const found = readDraft(key);
  const fresh = found && Date.now() - Date.parse(found.began_at) < 60_000; // begun a moment ago by the camera button
  if (found) return { draft: found, restored: !fresh && Object.entries(found.values).some(([field, value]) => !field.startsWith("_") && value != null) };
  return { draft: newDraft({}, id), restored: false };
}

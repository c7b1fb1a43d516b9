/** Reporting a new record: draft, photos, sending once, and keeping what could not be sent. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockOffsetSeconds } from "@/api/serverClock";
import type { Definition, FieldError, FieldValue, Problem, RecordData, RecordDetail } from "@/api/types";
import { useAreaOfPosition } from "@/capture/useAreaOfPosition";
import type { Waiting } from "@/drafts/database";
import { dropDraft, titleOf } from "@/drafts/store";
import { useDraft } from "@/drafts/useDraft";
import type { FormSetting } from "@/form/context";
import { insistedOf } from "@/form/insisting";
import { unchosenFaults } from "@/form/unchosen";
import { conflictFaults, faults, placeErrors, readyForWire } from "@/form/values";
import { sendNow } from "@/queue/send";
import { waiting } from "@/queue/waiting";
import { draftOwner, useSession } from "@/session/session";
import { wire } from "@/time/format";

export interface ReportWork {
  definition: Definition;
  /** Where its draft lies; one per report on the phone, one per type at the desk. */
  draftKey?: string;
  draftId?: string;
  /** Values that the form opens with, where its fields are still empty. */
  prefill?: Record<string, string>;
  /** Fields that lie folded below the others. */
  folded?: string[];
  onDone: (record: RecordDetail) => void;
  onKept: () => void;
}

export function useReport({ definition, draftKey, draftId, prefill, onDone, onKept }: ReportWork) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const owner = draftOwner(useSession());
  const key = draftKey ?? `${owner}.report.${definition.type}`;
  const work = useDraft(key, draftId);
  const [errors, setErrors] = useState<Record<string, FieldError>>({});
  const [problem, setProblem] = useState<{ problem: Problem; rest: FieldError[] }>();
  const [sending, setSending] = useState(false);
  const form = definition.forms[definition.start.form]!;

  const { change: fill } = work;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    for (const [key, value] of Object.entries(prefill ?? {}))
      if (form.fields.some((field) => field.key === key) && work.draft.values[key] == null) fill(key, value);
  }, [prefill, form, fill, work.draft.values]);

  const change = (field: string, value: FieldValue) => {
    work.change(field, value);
    setErrors(({ [field]: _gone, ...others }) => others);
  };
  const itemOf = (data: RecordData, at: Captured): Waiting => ({
    ...at,
    id: work.draft.id,
    owner,
    kind: "report",
    type: definition.type,
    title: titleOf(data, definition.title),
    data,
    ...insistedOf(form.fields, work.draft.values),
    entry_seconds: work.entrySeconds(),
    waited_offline: false,
    kept_at: wire(),
    attempts: 0,
  });
  const refused = async (found: Problem, at: Captured) => {
    // Back in the hands of the person, with everything entered.
    work.takeBack({ began_at: at.captured_at, clock_offset_seconds: at.clock_offset_seconds });
    await waiting.drop(work.draft.id).catch(() => undefined);
    const placed = placeErrors(form.fields, found.errors);
    setErrors(placed.at);
    if (placed.rest.length || !Object.keys(placed.at).length) setProblem({ problem: found, rest: placed.rest });
  };
  const send = async (at: Captured = { captured_at: work.draft.began_at, clock_offset_seconds: work.draft.clock_offset_seconds }) => {
    if (sending) return;
    setProblem(undefined);
    const say = (text: string, values?: Record<string, string | number>) => String(t(text as never, values as never));
    const found = faults(form.fields, work.draft.values, say);
    for (const fault of conflictFaults(form, form.fields, work.draft.values, { say })) found[fault.field] ??= fault;
    for (const fault of unchosenFaults(form.fields, work.draft.values, say)) found[fault.field] = fault;
    setErrors(found);
    if (Object.keys(found).length) return;
    setSending(true);
    try {
      const item = itemOf(readyForWire(form.fields, work.draft.values), at);
      const going = sendNow(item);
      dropDraft(key); // the queue holds it from here: a killed tab does not leave it in two places
      const sent = await going;
      if (sent.state === "refused") return await refused(sent.problem, at);
      if (sent.state === "later") await waiting.put({ ...item, waited_offline: true, failed: sent.failed, attempts: 1 });
      work.restart();
      void client.invalidateQueries({ queryKey: ["worklist"] });
      void client.invalidateQueries({ queryKey: ["rows"] });
      if (sent.state === "sent") onDone(sent.record);
      else onKept();
    } finally {
      setSending(false);
    }
  };
  const sendByServersClock = () => send({ captured_at: wire(), clock_offset_seconds: clockOffsetSeconds() });
  const notes = useAreaOfPosition(form.fields, work.draft.values, change);
  const setting: FormSetting = { definition, values: work.draft.values, change, errors, notes, check: { form: definition.start.form } };
  return { form, setting, errors, problem, sending, send, sendByServersClock, restored: work.restored, restart: work.restart };
}

type Captured = Pick<Waiting, "captured_at" | "clock_offset_seconds">;

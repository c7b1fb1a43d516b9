/** Reporting a new record: draft, photos, sending once, and keeping what could not be sent. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import { clockOffsetSeconds } from "@/api/serverClock";
import type { Definition, FieldError, FieldValue, FormDefinition, Problem, RecordData, RecordDetail } from "@/api/types";
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
  folded?: (values: RecordData) => string[];
  /** Fields that this way of reporting asks for, though the form leaves them open. */
  needed?: (values: RecordData) => string[];
  onDone: (record: RecordDetail) => void;
  onKept: () => void;
}

export function useReport({ definition, draftKey, draftId, prefill, needed, onDone, onKept }: ReportWork) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const owner = draftOwner(useSession());
  const key = draftKey ?? `${owner}.report.${definition.type}`;
  const work = useDraft(key, draftId);
  const [errors, setErrors] = useState<Record<string, FieldError>>({});
  const [problem, setProblem] = useState<{ problem: Problem; rest: FieldError[] }>();
  const [sending, setSending] = useState(false);
  const [voided, setVoided] = useState(false);
  const asked = (needed?.(work.draft.values) ?? []).join();
  const form = useMemo(() => asking(definition.forms[definition.start.form]!, asked), [definition, asked]);

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
    const signature = form.fields.find((each) => each.kind === "signature")?.key;
    if (signature === field) setVoided(false);
    else if (signature && !field.startsWith("_") && work.draft.values[signature]) {
      // It covers what was on the screen.
      work.change(signature, null);
      setVoided(true);
    }
  };
  const say = (text: string, values?: Record<string, string | number>) => String(t(text as never, values as never));
  const readyToSign = (signature: string) => {
    const found = faults(form.fields.filter((field) => field.key !== signature), work.draft.values, say);
    setErrors(found);
    return !Object.keys(found).length;
  };
  const readSheet = (data: RecordData) => records.reportSheet(definition.type, { id: work.draft.id, data: readyForWire(form.fields, data) });
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
  const setting: FormSetting = { definition, values: work.draft.values, change, errors, notes, check: { form: definition.start.form }, readyToSign, readSheet, voided, signAt: { type: definition.type, id: work.draft.id, task: work.draft.id } };
  return { form, setting, errors, problem, sending, send, sendByServersClock, restored: work.restored, restart: work.restart };
}

const asking = (form: FormDefinition, keys: string): FormDefinition => ({ ...form, fields: form.fields.map((field) => (keys.split(",").includes(field.key) ? { ...field, required: true } : field)) });

type Captured = Pick<Waiting, "captured_at" | "clock_offset_seconds">;

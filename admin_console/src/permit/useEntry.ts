/** One entry of a running permit in the hands of a person: values, check, sending, refusal. Nothing typed is lost. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused, Unreachable } from "@/api/client";
import type { Definition, FieldError, FieldValue, Problem, RecordData, RecordDetail } from "@/api/types";
import { sendPhotosOf } from "@/capture/photos";
import type { Waiting } from "@/drafts/database";
import { useDraft } from "@/drafts/useDraft";
import type { FormSetting } from "@/form/context";
import { faults, placeErrors, readyForWire } from "@/form/values";
import { type EntryChoice, permits } from "@/permit/calls";
import { waiting } from "@/queue/waiting";
import { draftOwner, useSession } from "@/session/session";
import { wire } from "@/time/format";

export type EntryWork = ReturnType<typeof useEntry>;

export function useEntry(record: RecordDetail, definition: Definition, entry: EntryChoice) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const work = useDraft(`${draftOwner(session)}.entry.${record.id}.${entry.key}`);
  const [errors, setErrors] = useState<Record<string, FieldError>>({});
  const [problem, setProblem] = useState<{ problem: Problem; rest: FieldError[] }>();
  const [unsent, setUnsent] = useState(false);
  const [sending, setSending] = useState(false);
  const form = definition.forms[entry.form];
  const fields = form?.fields ?? [];
  const say = (key: string, values?: Record<string, string | number>) => String(t(key as never, values as never));
  const change = (key: string, value: FieldValue) => {
    work.change(key, value);
    setErrors(({ [key]: _gone, ...others }) => others);
  };
  const refuse = (error: unknown) => {
    if (!(error instanceof Refused)) return setUnsent(true);
    const placed = placeErrors(fields, error.problem.errors?.map((each) => ({ ...each, field: columnOf(each.field) })));
    setErrors(placed.at);
    if (placed.rest.length || !Object.keys(placed.at).length) setProblem({ problem: error.problem, rest: placed.rest });
  };
  /** It goes out by itself once there is a signal; what needs one stays in the form. */
  const keep = async (row: RecordData): Promise<boolean> => {
    const item: Waiting = {
      id: work.draft.id,
      owner: draftOwner(session),
      kind: "entry",
      type: record.type,
      record: record.id,
      entry: { key: entry.key, task: entry.task },
      title: `${entry.label} · ${record.title}`,
      data: row,
      captured_at: work.draft.began_at,
      clock_offset_seconds: work.draft.clock_offset_seconds,
      waited_offline: true,
      kept_at: wire(),
      attempts: 1,
    };
    try {
      await waiting.put(item);
    } catch {
      return false; // private mode: the form itself still holds it
    }
    work.restart();
    return true;
  };
  /** Sends the row, or one made of the values given: "sent" when the server has it, "kept" when it waits for a signal. */
  const send = async (given?: RecordData): Promise<"sent" | "kept" | undefined> => {
    if (sending) return undefined;
    setProblem(undefined);
    setUnsent(false);
    const values = { ...work.draft.values, ...given };
    const found = faults(fields, values, say, record.data);
    setErrors(found);
    if (Object.keys(found).length) return undefined;
    setSending(true);
    const row = readyForWire(fields, values);
    try {
      await sendPhotosOf(row);
      const sent = {
        id: work.draft.id,
        task: entry.task,
        entry: entry.key,
        rows: [row],
        // What can only be recorded online is given now, however long its form stood open.
        captured_at: entry.online ? wire() : work.draft.began_at,
        sent_at: wire(),
        clock_offset_seconds: work.draft.clock_offset_seconds,
      };
      const next = await permits.enter(record.type, record.id, sent);
      work.restart();
      client.setQueryData(["record", record.type, record.id], next);
      void client.invalidateQueries({ queryKey: ["gates", record.type, record.id] });
      return "sent";
    } catch (error) {
      if (error instanceof Unreachable && !entry.online && (await keep(row))) return "kept";
      refuse(error);
      return undefined;
    } finally {
      setSending(false);
    }
  };
  const readyToSign = (signature: string) => {
    const found = faults(fields.filter((field) => field.key !== signature), work.draft.values, say, record.data);
    setErrors(found);
    return !Object.keys(found).length;
  };
  const setting: FormSetting = {
    definition,
    values: work.draft.values,
    change,
    errors,
    known: record.data,
    check: form ? { form: entry.form, record: record.id } : undefined,
    readyToSign,
    signAt: { type: record.type, id: record.id, task: entry.task },
    readSheet: (data) => permits.rowSheet(record.type, record.id, { entry: entry.key, row: readyForWire(fields, data) }),
  };
  return { entry, form, setting, errors, problem, unsent, sending, send, change, values: work.draft.values, restored: work.restored };
}

/** A fault of a row is named with its table and number; here there is one row, only the column counts. */
const columnOf = (field: string) => /^[a-z_]+\[\d+\]\.([a-z_]+)/.exec(field)?.[1] ?? field;

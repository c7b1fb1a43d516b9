/** Adding or changing a plain record: what was typed is kept until the server has confirmed it. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { records } from "@/api/endpoints";
import type { Definition, Field, FieldError, FieldValue, Problem, RecordData, RecordDetail } from "@/api/types";
import { newId } from "@/capture/ids";
import { useDraft } from "@/drafts/useDraft";
import type { FormSetting } from "@/form/context";
import { insistedOf } from "@/form/insisting";
import { unchosenFaults } from "@/form/unchosen";
import { faults, isEmpty, placeErrors, readyForWire } from "@/form/values";
import { mayAssign } from "@/session/permissions";
import { draftOwner, useSession } from "@/session/session";
import { wire } from "@/time/format";

export interface PlainWork {
  definition: Definition;
  fields: Field[];
  /** The record to change; absent when one is added. */
  record?: RecordDetail;
  /** What a new record begins with. */
  prefill?: RecordData;
  /** Names the draft among others of the same type. */
  draft: string;
  /** From what the form asks to what the record holds, where they differ. */
  compose?: (values: RecordData) => RecordData;
  /** Fields of the record by the field of the form that they are composed from. */
  composed?: Record<string, string>;
  /** Faults that only this form can see. */
  check?: (values: RecordData) => FieldError[];
  onDone: (record: RecordDetail) => void;
}
interface Trouble {
  problem: Problem;
  rest: FieldError[];
}
/** What somebody else changed meanwhile: the field and what it holds now. */
export interface Overtaken {
  field: Field;
  value: FieldValue;
}

export function usePlainForm({ definition, fields, record, prefill, draft, compose, composed, check, onDone }: PlainWork) {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const work = useDraft(`${draftOwner(session)}.plain.${definition.type}.${draft}`);
  // The version that was on the screen when the form was opened: later readings must not replace it unseen.
  const [base, setBase] = useState(record);
  const [errors, setErrors] = useState<Record<string, FieldError>>({});
  const [trouble, setTrouble] = useState<Trouble | "unsent">();
  const [overtaken, setOvertaken] = useState<Overtaken[]>([]);
  const [sending, setSending] = useState(false);
  const command = useRef({ id: newId(), content: "" });
  const shown = fields.filter((field) => !base?.hidden_classes.includes(field.class ?? "normal"));
  const writable = shown.filter((field) => field.kind !== "assignments" || mayAssign(session));
  const values: RecordData = { ...(base?.data ?? prefill), ...work.draft.values };

  const change = (key: string, value: FieldValue) => {
    work.change(key, value);
    setErrors(({ [key]: _gone, ...others }) => others);
  };
  const store = async (): Promise<RecordDetail> => {
    if (!base) {
      const data = readyForWire(writable, values);
      const id = work.draft.id;
      return records.create(definition.type, { id, data: compose?.(data) ?? data, ...insistedOf(writable, values), captured_at: work.draft.began_at, sent_at: wire() });
    }
    const data = changesOf(writable, base.data, values);
    if (!Object.keys(data).length) return base;
    // The same content sent twice is one change; other content is another.
    const content = JSON.stringify([base.version, data]);
    if (command.current.content !== content) command.current = { id: newId(), content };
    return records.change(definition.type, base.id, { command_id: command.current.id, version: base.version, data, ...insistedOf(writable, values) });
  };
  const refused = async (problem: Problem) => {
    const told = problem.errors?.map((error) => ({ ...error, field: composed?.[error.field] ?? error.field }));
    const placed = placeErrors(shown, told);
    setErrors(placed.at);
    if (placed.rest.length || !Object.keys(placed.at).length) setTrouble({ problem, rest: placed.rest });
    if (!base || problem.code !== "record_changed") return;
    const latest = await records.read(definition.type, base.id);
    setOvertaken(shown.filter((field) => !same(base.data[field.key], latest.data[field.key])).map((field) => ({ field, value: latest.data[field.key] })));
    setBase(latest);
    client.setQueryData(["record", definition.type, base.id], latest);
  };
  const send = async () => {
    if (sending) return;
    setTrouble(undefined);
    const say = (key: string, words?: Record<string, string | number>) => String(t(key as never, words as never));
    const found = faults(writable, values, say);
    for (const fault of unchosenFaults(writable, values, say)) found[fault.field] = fault;
    for (const fault of check?.(values) ?? []) found[fault.field] ??= fault;
    setErrors(found);
    if (Object.keys(found).length) return;
    setSending(true);
    try {
      const done = await store();
      work.restart();
      client.setQueryData(["record", definition.type, done.id], done);
      for (const read of ["rows", "units", "name", "pick", "timeline"]) void client.invalidateQueries({ queryKey: [read] });
      onDone(done);
    } catch (error) {
      if (error instanceof Refused) await refused(error.problem).catch(() => setTrouble("unsent"));
      else setTrouble("unsent");
    } finally {
      setSending(false);
    }
  };
  const setting: FormSetting = { definition, values, change, errors, check: { form: definition.start.form, record: base?.id } };
  const restart = () => {
    work.restart();
    setErrors({});
    setTrouble(undefined);
  };
  return { fields: shown, setting, errors, trouble, overtaken, sending, send, restored: work.restored, restart };
}

/** What differs from before, null where a value is taken away; fields not shown are not touched. */
export function changesOf(fields: Field[], before: RecordData, values: RecordData): RecordData {
  const after = readyForWire(fields, values);
  const now = readyForWire(fields, before); // rows as they go out, without what the product keeps in them
  const changes: RecordData = {};
  for (const { key } of fields) {
    if (isEmpty(after[key]) && isEmpty(before[key])) continue;
    if (!same(before[key], after[key]) && !same(now[key], after[key])) changes[key] = isEmpty(after[key]) ? null : after[key];
  }
  return changes;
}
const same = (one: FieldValue, other: FieldValue) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

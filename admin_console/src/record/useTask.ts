/** One open task in the hands of a person: outcome, values, signing, sending, refusal. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { records } from "@/api/endpoints";
import type { Definition, Field, FieldError, FieldValue, Outcome, Problem, RecordDetail, TaskAction } from "@/api/types";
import { newId } from "@/capture/ids";
import { sendPhotosOf } from "@/capture/photos";
import { useDraft } from "@/drafts/useDraft";
import type { FormSetting } from "@/form/context";
import { insistedOf } from "@/form/insisting";
import { unchosenFaults } from "@/form/unchosen";
import { conflictFaults, faults, placeErrors, readyForWire } from "@/form/values";
import { forgetRefusal, keepRefusal } from "@/record/LastRefusal";
import { offeredTo } from "@/record/offered";
import { draftOwner, useSession } from "@/session/session";
import { wire } from "@/time/format";

/** What was typed, under its labels, to be shown when the task has gone. */
function texts(fields: Field[], values: Record<string, FieldValue>): [string, string][] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    return typeof value === "string" && value && field.kind.endsWith("text") ? [[field.label, value] as [string, string]] : [];
  });
}

export type TaskWork = ReturnType<typeof useTask>;

export function useTask(record: RecordDetail, action: TaskAction, definition: Definition) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const work = useDraft(`${draftOwner(session)}.task.${action.task}`);
  const single = action.outcomes.length === 1 ? action.outcomes[0] : undefined;
  const [outcome, setOutcome] = useState<Outcome | undefined>(single);
  const [errors, setErrors] = useState<Record<string, FieldError>>({});
  const [problem, setProblem] = useState<{ problem: Problem; rest: FieldError[] }>();
  const [unsent, setUnsent] = useState(false);
  const [sending, setSending] = useState(false);
  const [voided, setVoided] = useState(false);
  const form = outcome?.form ? definition.forms[outcome.form] : undefined;
  const fields = form?.fields ?? [];
  const at = { type: record.type, id: record.id, task: action.task };

  const say = (key: string, values?: Record<string, string | number>) => String(t(key as never, values as never));
  const readyToSign = (signature: string) => {
    const found = faults(fields.filter((field) => field.key !== signature), work.draft.values, say, record.data);
    setErrors(found);
    return !Object.keys(found).length;
  };
  const change = (key: string, value: FieldValue) => {
    work.change(key, value);
    setErrors(({ [key]: _gone, ...others }) => others);
    // A signature covers what was on the screen: another value makes it void.
    const signature = fields.find((field) => field.kind === "signature");
    if (signature && signature.key === key) setVoided(false);
    else if (signature && !key.startsWith("_") && work.draft.values[signature.key]) {
      work.change(signature.key, null);
      setVoided(true);
    }
    work.change("_command", newId());
  };
  const accept = (next: RecordDetail) => {
    work.restart();
    forgetRefusal(client, record);
    client.setQueryData(["record", record.type, record.id], next);
    void client.invalidateQueries({ queryKey: ["worklist"] });
    void client.invalidateQueries({ queryKey: ["rows"] });
  };
  const keptIfGone = async (refused: Problem) => {
    const entered = texts(fields, work.draft.values);
    const queryKey = ["record", record.type, record.id];
    await client.invalidateQueries({ queryKey });
    const now = client.getQueryData<RecordDetail>(queryKey);
    // While the task is still there, its own sheet tells.
    if (!now || now.actions.some((each) => each.task === action.task)) return;
    keepRefusal(client, record, { version: now.version, problem: refused, entered });
  };
  const refuse = (error: unknown) => {
    if (!(error instanceof Refused)) return setUnsent(true);
    const placed = placeErrors(fields, error.problem.errors);
    setErrors(placed.at);
    if (placed.rest.length || !Object.keys(placed.at).length) setProblem({ problem: error.problem, rest: placed.rest });
    if (error.problem.status === 409) void keptIfGone(error.problem);
  };
  const kept = (key: string) => (typeof work.draft.values[key] === "string" ? (work.draft.values[key] as string) : undefined);
  const beside = { to: kept("_to"), opinion: kept("_opinion"), set: change };
  const send = async (): Promise<boolean> => {
    if (!outcome || sending) return false;
    setProblem(undefined);
    setUnsent(false);
    const found = faults(fields, work.draft.values, say, record.data);
    const labels = Object.values(definition.forms).flatMap((each) => each.fields);
    for (const fault of conflictFaults(form, labels, work.draft.values, { say, known: record.data })) found[fault.field] ??= fault;
    for (const fault of unchosenFaults(fields, work.draft.values, say)) found[fault.field] = fault;
    setErrors(found);
    if (Object.keys(found).length) return false;
    setSending(true);
    try {
      const data = readyForWire(fields, work.draft.values, record.data);
      await sendPhotosOf(data);
      const command = work.draft.values._command;
      accept(
        await records.finish(at, {
          command_id: typeof command === "string" ? command : work.draft.id,
          version: record.version,
          outcome: outcome.key,
          to: outcome.targets?.length ? (beside.to ?? "") : "",
          opinion: beside.opinion ?? (typeof data.opinion === "string" && (action.needed ?? 1) > 1 ? data.opinion : ""),
          data,
          ...insistedOf(fields, work.draft.values),
          // What can only be done online is given now, however long its form stood open.
          captured_at: outcome.online ? wire() : work.draft.began_at,
          sent_at: wire(),
        }),
      );
      return true;
    } catch (error) {
      refuse(error);
      return false;
    } finally {
      setSending(false);
    }
  };
  const offeredBy = (by: Outcome) =>
    offeredTo(by.form ? (definition.forms[by.form]?.fields ?? []) : [], record, { node: action.node, outcome: by, person: session.person?.id });
  const again = Object.entries(outcome ? offeredBy(outcome) : {}).filter(
    ([key, last]) => last.again && JSON.stringify(last.value) === JSON.stringify(work.draft.values[key]),
  );
  const setting: FormSetting = {
    definition,
    values: work.draft.values,
    change,
    errors,
    notes: Object.fromEntries(again.map(([key]) => [key, t("form.last_time")])),
    known: record.data,
    readyToSign,
    signAt: at,
    voided,
    check: outcome?.form ? { form: outcome.form, record: record.id } : undefined,
    readSheet: (data) => records.sheet(at, { outcome: outcome?.key ?? "", data: readyForWire(fields, data, record.data) }),
  };
  const choose = (next: Outcome | undefined) => {
    setOutcome(next);
    setErrors({});
    setProblem(undefined);
    work.change("_command", newId());
    // What was decided before (a returned or an imported record) is offered again, to be changed.
    for (const [key, { value }] of Object.entries(next ? offeredBy(next) : {})) if (work.draft.values[key] == null) work.change(key, value);
  };
  return { action, at, outcome, beside, choose, single, form, setting, errors, problem, unsent, sending, send, restored: work.restored };
}

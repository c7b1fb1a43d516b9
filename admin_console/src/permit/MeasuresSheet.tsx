/** The measures of a job as one list to tick on site, sent together; those confirmed before are not asked again. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryClient } from "@tanstack/react-query";
import { Refused } from "@/api/client";
import type { Definition, Problem, RecordData, RecordDetail } from "@/api/types";
import { useDraft } from "@/drafts/useDraft";
import { type EntryChoice, permits } from "@/permit/calls";
import { codesFor, codesOf, rowsOf, textOf } from "@/permit/data";
import { BlockCard } from "@/problem/BlockCard";
import { draftOwner, useSession } from "@/session/session";
import { wire } from "@/time/format";

type Input = { record: RecordDetail; definition: Definition; entry: EntryChoice; close: () => void; sent: (label: string) => void };
const ANSWERS = ["true", "false"] as const;

export function MeasuresSheet({ record, definition, entry, close, sent }: Input) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const work = useDraft(`${draftOwner(useSession())}.entry.${record.id}.${entry.key}.list`);
  const [problem, setProblem] = useState<Problem | "unsent">();
  const [sending, setSending] = useState(false);
  const done = new Set(rowsOf(record.data, "measures").map((row) => String(row.measure ?? "")));
  const jobs = [textOf(record.data, "job"), ...codesOf(record.data.involves)];
  const asked = jobs.flatMap((job) => codesFor(definition, "permit_measure", job)).filter((item) => !done.has(item.code));
  const answered = asked.filter((item) => work.draft.values[item.code]);
  const send = async () => {
    setSending(true);
    setProblem(undefined);
    const rows: RecordData[] = answered.map((item) => ({ measure: item.code, involved: work.draft.values[item.code] === "true" }));
    try {
      const next = await permits.enter(record.type, record.id, {
        id: work.draft.id, task: entry.task, entry: entry.key, rows, captured_at: work.draft.began_at, sent_at: wire(),
      });
      work.restart();
      client.setQueryData(["record", record.type, record.id], next);
      void client.invalidateQueries({ queryKey: ["gates", record.type, record.id] });
      sent(entry.label);
      close();
    } catch (error) {
      setProblem(error instanceof Refused ? error.problem : "unsent");
    } finally {
      setSending(false);
    }
  };
  return (
    <section className="an-panel pm-entry" data-testid="measures-sheet" aria-label={entry.label}>
      <h2>
        {entry.label}
        <small className="an-panel-note">{t("permit.measures_left", { count: asked.length })}</small>
      </h2>
      {asked.length === 0 && <p className="an-help">{t("permit.measures_all")}</p>}
      <ul className="pm-measures">
        {asked.map((item) => (
          <li key={item.code} data-testid={`measure-${item.code}`}>
            <p>{item.label}</p>
            <div className="an-row" role="group" aria-label={item.label}>
              {ANSWERS.map((answer) => {
                const chosen = work.draft.values[item.code] === answer;
                return (
                  <button key={answer} type="button" className={`an-button${chosen ? " an-method-chosen" : ""}`} aria-pressed={chosen} data-testid={`measure-${item.code}-${answer}`} onClick={() => work.change(item.code, chosen ? null : answer)}>
                    {t(answer === "true" ? "permit.in_place" : "permit.not_involved")}
                  </button>
                );
              })}
            </div>
          </li>
        ))}
      </ul>
      {problem === "unsent" && <p className="an-warn" role="alert">{t("permit.unsent")}</p>}
      {problem && problem !== "unsent" && <BlockCard problem={problem} errors={problem.errors} />}
      <div className="an-row pm-entry-bar">
        <button type="button" className="an-button" onClick={close}>
          {t("action.cancel")}
        </button>
        <button type="button" className="an-button an-button-primary" data-testid="measures-send" disabled={sending || !answered.length} onClick={() => void send()}>
          {sending ? t("form.sending") : t("permit.confirm_measures", { count: answered.length })}
        </button>
      </div>
    </section>
  );
}

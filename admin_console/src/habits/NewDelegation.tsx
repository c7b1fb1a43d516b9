/** A new delegation: to whom, from when until when, for what, why. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import type { Problem } from "@/api/types";
import { delegations } from "@/habits/calls";
import { CandidatePicker } from "@/habits/CandidatePicker";
import type { Candidate } from "@/habits/types";
import { BlockCard } from "@/problem/BlockCard";
import { endOfDay, fromPlantInput, toPlantInput, wire } from "@/time/format";

type Props = { kinds: [string, string][]; done: () => void };
export function NewDelegation({ kinds, done }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const id = useId();
  const [to, setTo] = useState<Candidate>();
  const [starts, setStarts] = useState(() => toPlantInput(wire()));
  const [ends, setEnds] = useState(() => toPlantInput(endOfDay(7)));
  const [reason, setReason] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [unsent, setUnsent] = useState(false);
  const [sending, setSending] = useState(false);
  const from = fromPlantInput(starts);
  const until = fromPlantInput(ends);
  const send = async () => {
    if (!to || !from || !until) return;
    setProblem(undefined);
    setUnsent(false);
    setSending(true);
    try {
      client.setQueryData(["delegations"], await delegations.give({ to: to.id, starts: from, ends: until, reason, kinds: chosen }));
      done();
    } catch (error) {
      if (error instanceof Refused) setProblem(error.problem);
      else setUnsent(true);
    } finally {
      setSending(false);
    }
  };
  const toggle = (key: string) => setChosen(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
  return (
    <form
      className="an-habit-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <CandidatePicker label={t("habit.whom_delegate")} scope={`delegation.${chosen.join(" ")}`} read={(q) => delegations.candidates(chosen.join(" "), q)} chosen={to} choose={setTo} />
      <div className="an-delegation-times">
        <label>
          <span className="an-small-label">{t("habit.starts")}</span>
          <input type="datetime-local" className="an-input" value={starts} onChange={(event) => setStarts(event.target.value)} />
        </label>
        <label>
          <span className="an-small-label">{t("habit.ends")}</span>
          <input type="datetime-local" className="an-input" value={ends} onChange={(event) => setEnds(event.target.value)} data-testid="delegation-ends" />
        </label>
      </div>
      {kinds.length > 1 && (
        <fieldset className="an-habit-places">
          <legend className="an-small-label">{t("habit.kinds")}</legend>
          {kinds.map(([key, title]) => (
            <label key={key}>
              <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key)} /> {title}
            </label>
          ))}
        </fieldset>
      )}
      <label htmlFor={id} className="an-small-label">
        {t("habit.reason")}
      </label>
      <input id={id} className="an-input" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} data-testid="delegation-reason" />
      {problem && <BlockCard problem={problem} errors={problem.errors} />}
      {unsent && (
        <p className="an-warn" role="alert">
          {t("habit.unsent")}
        </p>
      )}
      <div className="an-row">
        <button type="submit" className="an-button an-button-primary" disabled={!to || !from || !until || !reason.trim() || sending} data-testid="delegation-send">
          {t("habit.delegate")}
        </button>
        <button type="button" className="an-button" onClick={done}>
          {t("action.cancel")}
        </button>
      </div>
    </form>
  );
}

/** The form of one habit: whom, in which turn, why; a refusal says what to do. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import type { Problem, RecordDetail } from "@/api/types";
import { candidates, carryOut } from "@/habits/calls";
import { CandidatePicker } from "@/habits/CandidatePicker";
import type { Candidate, Habit } from "@/habits/types";
import { BlockCard } from "@/problem/BlockCard";

const WITH_PERSON = new Set(["reassign", "add_signer", "copy"]);
const WITHOUT_REASON = new Set(["urge", "copy"]);
const PLACES = ["beside", "before", "after"] as const;

type Props = { record: RecordDetail; habit: Habit; done: (text: string) => void };
export function HabitForm({ record, habit, done }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const id = useId();
  const [person, setPerson] = useState<Candidate>();
  const [reason, setReason] = useState("");
  const [place, setPlace] = useState<(typeof PLACES)[number]>("beside");
  const [problem, setProblem] = useState<Problem>();
  const [unsent, setUnsent] = useState(false);
  const [sending, setSending] = useState(false);
  const needsReason = !WITHOUT_REASON.has(habit.key);
  const ready = (!WITH_PERSON.has(habit.key) || person) && (!needsReason || reason.trim());
  const send = async () => {
    setProblem(undefined);
    setUnsent(false);
    setSending(true);
    try {
      const page = await carryOut(record, habit, { person: person?.id, reason, place });
      // Whoever passed it on may no longer read it: then the answer is not a page.
      if ("chain" in page) client.setQueryData(["record", record.type, record.id], page);
      else void client.invalidateQueries({ queryKey: ["record", record.type, record.id] });
      for (const key of ["worklist", "rows", "timeline"]) void client.invalidateQueries({ queryKey: [key] });
      done(t(`habit.done_${habit.key}`, { name: person?.name ?? "" }));
    } catch (error) {
      if (error instanceof Refused) setProblem(error.problem);
      else setUnsent(true);
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      className="an-habit-form"
      data-testid={`habit-${habit.key}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="an-help">{t(`habit.about_${habit.key === "withdraw" ? `withdraw_${habit.what ?? "completion"}` : habit.key}` as "habit.about_urge")}</p>
      {WITH_PERSON.has(habit.key) && (
        <CandidatePicker
          label={t(`habit.whom_${habit.key}` as "habit.whom_copy")}
          scope={`${record.id}.${record.version}.${habit.key}.${habit.task ?? ""}`}
          read={(q) => candidates(record, habit, q)}
          chosen={person}
          choose={setPerson}
        />
      )}
      {habit.key === "add_signer" && (
        <fieldset className="an-habit-places">
          <legend className="an-small-label">{t("habit.place")}</legend>
          {PLACES.map((key) => (
            <label key={key}>
              <input type="radio" name={`${id}-place`} checked={place === key} onChange={() => setPlace(key)} /> {t(`habit.place_${key}`)}
            </label>
          ))}
        </fieldset>
      )}
      <label htmlFor={id} className="an-small-label">
        {t(needsReason ? "habit.reason" : "habit.reason_optional")}
      </label>
      <textarea id={id} className="an-input" rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} data-testid="habit-reason" />
      {problem && <BlockCard problem={problem} errors={problem.errors} />}
      {unsent && (
        <p className="an-warn" role="alert">
          {t("habit.unsent")}
        </p>
      )}
      <button type="submit" className="an-button an-button-primary an-button-wide" disabled={!ready || sending} data-testid="habit-send">
        {sending ? t("form.sending") : t(`habit.send_${habit.key}`)}
      </button>
    </form>
  );
}

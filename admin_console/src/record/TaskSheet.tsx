/** The form of the chosen outcome and its bar: choose, fill, sign, send. */
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { RecordForm } from "@/form/RecordForm";
import { Foreseen } from "@/habits/Foreseen";
import { SignBeside } from "@/habits/SignBeside";
import { BlockCard } from "@/problem/BlockCard";
import type { TaskWork } from "@/record/useTask";
import { DueBadge } from "@/time/SpanText";

/** A refusal stands below the form: it is brought where the person looks. */
const inSight = (refusal: HTMLElement | null) => refusal?.scrollIntoView({ block: "center", behavior: "smooth" });

export function TaskSheet({ work }: { work: TaskWork }) {
  const { t } = useTranslation();
  const wrong = Object.keys(work.errors).length;
  const sheet = useRef<HTMLElement>(null);
  const opened = work.single ? undefined : work.outcome?.key;
  useEffect(() => {
    // The bar is always in sight, the form that it opens need not be.
    if (opened) {
      sheet.current?.scrollIntoView({ block: "start", behavior: "smooth" });
    }
  }, [opened]);
  return (
    <section ref={sheet} className="an-panel an-task" data-testid="task-sheet" aria-label={work.action.title}>
      <h2>
        {work.outcome ? (work.form?.title ?? work.outcome.label) : work.action.title}
        <DueBadge due={work.action.due} />
      </h2>
      {!work.outcome && <p className="an-help">{t("task.choose")}</p>}
      {work.outcome && !work.single && (
        <p className="an-task-chosen">
          {t("task.chosen", { outcome: work.outcome.label })}
          <button type="button" className="an-link" data-testid="task-back" onClick={() => work.choose(undefined)}>
            {t("task.other")}
          </button>
        </p>
      )}
      {work.restored && work.outcome && <p className="an-note">{t("form.restored")}</p>}
      <SignBeside work={work} />
      {work.form && <RecordForm key={work.outcome?.key} form={work.form} setting={work.setting} />}
      {work.form && <Foreseen work={work} />}
      {work.outcome && !work.form && <p>{t("task.no_form", { outcome: work.outcome.label })}</p>}
      {wrong > 0 && (
        <p className="an-fault" role="alert">
          {t("form.wrong_fields", { count: wrong })}
        </p>
      )}
      {work.problem && (
        <div ref={inSight}>
          <BlockCard problem={work.problem.problem} errors={work.problem.rest} />
        </div>
      )}
      {work.unsent && (
        <p className="an-warn" role="alert" data-testid="unsent">
          {t("form.unsent")}
        </p>
      )}
    </section>
  );
}

/** Choosing an outcome opens its form; the same place then sends it. */
export function OutcomeBar({ work, onSent, more }: { work: TaskWork; onSent?: () => void; more?: ReactNode }) {
  const { t } = useTranslation();
  const send = async () => {
    if (await work.send()) onSent?.();
  };
  return (
    <div className={`an-bar${work.outcome ? "" : ` an-bar-choice an-bar-of-${work.action.outcomes.length}`}`} data-testid="outcome-bar">
      {!work.outcome &&
        work.action.outcomes.map((outcome) => (
          <button
            key={outcome.key}
            type="button"
            className={`an-button an-button-${outcome.intent}`}
            data-testid={`outcome-${outcome.key}`}
            onClick={() => work.choose(outcome)}
          >
            {outcome.label}
          </button>
        ))}
      {!work.outcome && more}
      {work.outcome && (
        <button
          type="button"
          className={`an-button an-button-${work.outcome.intent === "danger" ? "danger" : "primary"}`}
          data-testid="task-submit"
          disabled={work.sending}
          onClick={() => void send()}
        >
          {work.sending ? t("form.sending") : t("task.submit", { outcome: work.outcome.label })}
        </button>
      )}
    </div>
  );
}

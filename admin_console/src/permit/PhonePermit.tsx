/** A permit on the phone: what it is, what is to be done about it here and now, everything else folded below. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useReachable } from "@/api/reach";
import type { Definition, LocationValue, RecordDetail, Outcome, StepForeseen, TaskAction } from "@/api/types";
import { asValue } from "@/form/rows";
import { useNextSteps } from "@/habits/Foreseen";
import { MoreMenu } from "@/habits/MoreMenu";
import { Where } from "@/permit/CheckIn";
import { DangerBanner } from "@/permit/DangerBanner";
import { Gates } from "@/permit/Gates";
import { GuardDesk } from "@/permit/GuardDesk";
import { overLimit } from "@/permit/guarding";
import { LastCrew } from "@/permit/LastCrew";
import { LinkPanel } from "@/permit/LinkPanel";
import { PermitHead } from "@/permit/PermitHead";
import { PermitSummary } from "@/permit/PermitSummary";
import { Renew } from "@/permit/Renew";
import { analysed } from "@/permit/quick";
import { SimilarJobs, useSimilar } from "@/permit/SimilarJobs";
import { addPermitTexts } from "@/permit/texts";
import { useHere } from "@/permit/useHere";
import { Below, ChainPanel, RecordFrame, type Shown, told, useSent, WithoutTask } from "@/phone/RecordFrame";
import { LastRefusal } from "@/record/LastRefusal";
import { LastReturn } from "@/record/LastReturn";
import { OutcomeBar, TaskSheet } from "@/record/TaskSheet";
import { type TaskWork, useTask } from "@/record/useTask";
import { useSession } from "@/session/session";
import "@/permit/permit.css";

addPermitTexts();

export default function PhonePermit() {
  const { id = "" } = useParams();
  return (
    <RecordFrame type="permit" id={id} look="pm-page">
      {(shown) => {
        const action = shown.record.actions[0];
        return action ? <WithTask key={action.task} {...shown} action={action} /> : <Idle {...shown} />;
      }}
    </RecordFrame>
  );
}

function Idle(shown: Shown) {
  return (
    <WithoutTask record={shown.record}>
      <PermitHead {...shown} />
      <DangerBanner {...shown} />
      <LastRefusal record={shown.record} />
      <GuardDesk {...shown} told={told} />
      <PermitSummary {...shown} />
      <Rest {...shown} />
    </WithoutTask>
  );
}

function WithTask({ record, definition, action }: Shown & { action: TaskAction }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  const sent = useSent();
  const work = useTask(record, action, definition);
  const steps = useNextSteps(work);
  useAnalysisBegun(record, definition, work);
  const [recording, setRecording] = useState(false);
  const chosen = work.outcome ?? action.outcomes.find((outcome) => outcome.intent === "primary");
  const asksPlace = Boolean(chosen?.form && definition.forms[chosen.form]?.fields.some((field) => field.key === "sign_position"));
  const here = useHere(asksPlace);
  const place = (work.setting.values.sign_position as LocationValue | undefined) ?? here;
  const me = useSession().person?.id;
  // Who signs looks first at what is signed; who prepares or guards comes to record something.
  const signing = record.state === "signing" && record.owner?.id !== me;
  const similar = useSimilar(record);
  // Nobody is asked whether they have seen what is not there.
  const form = work.form && { ...work.form, fields: work.form.fields.filter((field) => field.key !== "similar_seen" || similar.recent.length > 0) };
  // Gas over its limit: to stop comes before to finish.
  const offered = overLimit(record, definition) ? { ...work, action: { ...action, outcomes: stopFirst(action.outcomes) } } : work;
  const sheet = { ...work, form, setting: asksPlace ? { ...work.setting, measuredOnly: true } : work.setting };
  const gates = chosen?.form && <Gates record={record} definition={definition} form={chosen.form} what={chosen.label} values={work.outcome ? work.setting.values : here && { sign_position: here }} />;
  const guard = <GuardDesk record={record} definition={definition} told={told} opened={setRecording} />;
  return (
    <>
      <main className="ph-main" data-testid="record">
        <PermitHead record={record} definition={definition} />
        <DangerBanner record={record} definition={definition} />
        {!reachable && (
          <p className="an-warn pm-offline" role="status" data-testid="online-only">
            {t("permit.online_only")}
          </p>
        )}
        <LastRefusal record={record} />
        <LastReturn record={record} definition={definition} />
        {signing ? gates : guard}
        <PermitSummary record={record} definition={definition} open={signing} />
        <SimilarJobs record={record} />
        {!signing && gates}
        {asksPlace && place && (
          <section className="an-panel">
            <b>{t("permit.my_place")}</b>
            <Where record={record} at={place} />
          </section>
        )}
        <LastCrew record={record} work={work} />
        <TaskSheet work={sheet} />
        <NextAsked steps={steps} />
        {signing && guard}
        <Rest record={record} definition={definition} steps={steps} />
      </main>
      {!recording && <OutcomeBar work={offered} onSent={sent} more={<MoreMenu record={record} told={told} />} />}
    </>
  );
}

/** The dangers ticked in the booking begin the analysis, once; what is there is never overwritten. */
function useAnalysisBegun(record: RecordDetail, definition: Definition, work: TaskWork) {
  const { change, values } = work.setting;
  const empty = work.form?.fields.some((field) => field.key === "jha") && values.jha == null;
  useEffect(() => {
    const rows = empty ? analysed(record.data, definition) : [];
    if (rows.length) change("jha", asValue(rows));
    // `change` is another function each time; the form is begun once.
  }, [empty]); // eslint-disable-line react-hooks/exhaustive-deps
}

function stopFirst(outcomes: Outcome[]): Outcome[] {
  const pause = outcomes.find((outcome) => outcome.key === PAUSE);
  if (!pause) return outcomes;
  return [{ ...pause, intent: "primary" }, ...outcomes.filter((outcome) => outcome !== pause).map((outcome): Outcome => (outcome.intent === "primary" ? { ...outcome, intent: "default" } : outcome))];
}
const PAUSE = "pause";

/** Who will be asked next, so that they can be told to come. */
function NextAsked({ steps }: { steps: StepForeseen[] }) {
  const { t } = useTranslation();
  const next = steps.find((step) => !step.passed);
  if (!next?.asks.length) return null;
  return (
    <p className="an-help pm-next" data-testid="next-asks">
      {t("permit.next_asks", { step: next.title, who: next.asks.join(t("form.separator")) })}
    </p>
  );
}

function Rest({ steps, ...shown }: Shown & { steps?: StepForeseen[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Renew {...shown} />
      <LinkPanel record={shown.record} />
      <details className="pm-more">
        <summary>{t("permit.everything")}</summary>
        <ChainPanel {...shown} steps={steps} />
        <Below {...shown} />
      </details>
    </>
  );
}

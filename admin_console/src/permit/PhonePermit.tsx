/** A permit on the phone: what it is, what is to be done about it here and now, everything else folded below. */
import { Toast } from "antd-mobile";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useReachable } from "@/api/reach";
import type { Definition, LocationValue, RecordDetail, TaskAction } from "@/api/types";
import { Copies } from "@/habits/Copies";
import { MoreMenu } from "@/habits/MoreMenu";
import { useSeen } from "@/habits/useSeen";
import { useReadOnSight } from "@/notify/useUnread";
import { Where } from "@/permit/CheckIn";
import { Gates } from "@/permit/Gates";
import { GuardDesk } from "@/permit/GuardDesk";
import { LastCrew } from "@/permit/LastCrew";
import { LinkPanel } from "@/permit/LinkPanel";
import { PermitHead } from "@/permit/PermitHead";
import { PermitSummary } from "@/permit/PermitSummary";
import { Renew } from "@/permit/Renew";
import { SimilarJobs } from "@/permit/SimilarJobs";
import { addPermitTexts } from "@/permit/texts";
import { useHere } from "@/permit/useHere";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";
import { Chain } from "@/record/Chain";
import { ClosureElements, LedgerState } from "@/record/Closure";
import { RecordFacts } from "@/record/Facts";
import { FieldBlocks } from "@/record/FieldBlocks";
import { Judgements } from "@/record/Judgements";
import { LastRefusal } from "@/record/LastRefusal";
import { LastReturn } from "@/record/LastReturn";
import { KnownNames } from "@/record/RecordName";
import { Referring } from "@/record/Referring";
import { OutcomeBar, TaskSheet } from "@/record/TaskSheet";
import { Timeline } from "@/record/Timeline";
import { useRecord } from "@/record/useRecord";
import { useTask } from "@/record/useTask";
import "@/permit/permit.css";

addPermitTexts();

export default function PhonePermit() {
  const { id = "" } = useParams();
  const go = useNavigate();
  const { record, definition } = useRecord("permit", id);
  useReadOnSight(record.data?.id);
  return (
    <div className="ph-page pm-page">
      <TopBar onBack={() => go("/todo")}>{record.data?.number ?? ""}</TopBar>
      <Loaded of={record}>
        {(found) => (
          <Loaded of={definition}>
            {(defined) => (
              <KnownNames.Provider value={found.names ?? {}}>
                <Page record={found} definition={defined} />
              </KnownNames.Provider>
            )}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

const told = (text: string) => void Toast.show({ position: "top", duration: 2000, icon: "success", content: text });

type Shown = { record: RecordDetail; definition: Definition };
function Page({ record, definition }: Shown) {
  const action = record.actions[0];
  useSeen(record);
  if (action) return <WithTask key={action.task} record={record} definition={definition} action={action} />;
  return (
    <>
      <main className="ph-main" data-testid="record">
        <PermitHead record={record} definition={definition} />
        <LastRefusal record={record} />
        <GuardDesk record={record} definition={definition} told={told} />
        <PermitSummary record={record} definition={definition} />
        <Rest record={record} definition={definition} />
      </main>
      {record.habits?.length ? (
        <div className="an-bar">
          <MoreMenu record={record} told={told} />
        </div>
      ) : null}
    </>
  );
}

function WithTask({ record, definition, action }: Shown & { action: TaskAction }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  const work = useTask(record, action, definition);
  const [recording, setRecording] = useState(false);
  const chosen = work.outcome ?? action.outcomes.find((outcome) => outcome.intent === "primary");
  const asksPlace = Boolean(chosen?.form && definition.forms[chosen.form]?.fields.some((field) => field.key === "sign_position"));
  const here = useHere(asksPlace);
  const place = (work.setting.values.sign_position as LocationValue | undefined) ?? here;
  // Who signs looks first at what is signed; who prepares or guards comes to record something.
  const signing = record.state === "signing";
  const guard = <GuardDesk record={record} definition={definition} told={told} opened={setRecording} />;
  const sent = () => {
    window.scrollTo({ top: 0 });
    told(t("task.sent"));
  };
  return (
    <>
      <main className="ph-main" data-testid="record">
        <PermitHead record={record} definition={definition} />
        {!reachable && (
          <p className="an-warn pm-offline" role="status" data-testid="online-only">
            {t("permit.online_only")}
          </p>
        )}
        <LastRefusal record={record} />
        <LastReturn record={record} definition={definition} />
        {!signing && guard}
        <PermitSummary record={record} definition={definition} />
        <SimilarJobs record={record} />
        {chosen?.form && <Gates record={record} definition={definition} form={chosen.form} what={chosen.label} values={work.outcome ? work.setting.values : here && { sign_position: here }} />}
        {asksPlace && place && (
          <section className="an-panel">
            <b>{t("permit.my_place")}</b>
            <Where record={record} at={place} />
          </section>
        )}
        <LastCrew record={record} work={work} />
        <TaskSheet work={work} />
        {signing && guard}
        <Rest record={record} definition={definition} />
      </main>
      {!recording && <OutcomeBar work={work} onSent={sent} more={<MoreMenu record={record} told={told} />} />}
    </>
  );
}

function Rest({ record, definition }: Shown) {
  const { t } = useTranslation();
  return (
    <>
      <Renew record={record} definition={definition} />
      <LinkPanel record={record} />
      <details className="pm-more">
        <summary>{t("permit.everything")}</summary>
        <section className="an-panel">
          <h2>{t("record.chain")}</h2>
          <Chain nodes={record.chain} definition={definition} />
        </section>
        <FieldBlocks record={record} definition={definition} />
        <ClosureElements record={record} />
        <Referring record={record} />
        <Copies record={record} />
        <Judgements record={record} />
        <RecordFacts record={record} definition={definition} />
        <LedgerState record={record} />
        <Timeline record={record} />
      </details>
    </>
  );
}

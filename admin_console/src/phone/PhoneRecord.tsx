/** A record on the phone: its chain, the open task, then everything else folded below. */
import { Toast } from "antd-mobile";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { Definition, RecordDetail, TaskAction } from "@/api/types";
import { Copies } from "@/habits/Copies";
import { MoreMenu } from "@/habits/MoreMenu";
import { useSeen } from "@/habits/useSeen";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";
import { LevelBadge, StateBadge } from "@/record/Badges";
import { Chain } from "@/record/Chain";
import { ClosureElements, LedgerState } from "@/record/Closure";
import { EquipmentFacts, RecordFacts } from "@/record/Facts";
import { FieldBlocks } from "@/record/FieldBlocks";
import { Judgements } from "@/record/Judgements";
import { LastRefusal } from "@/record/LastRefusal";
import { LastReturn } from "@/record/LastReturn";
import { PossibleOriginals } from "@/record/PossibleOriginals";
import { KnownNames } from "@/record/RecordName";
import { Referring } from "@/record/Referring";
import { OutcomeBar, TaskSheet } from "@/record/TaskSheet";
import { Timeline } from "@/record/Timeline";
import { useReadOnSight } from "@/notify/useUnread";
import { useRecord } from "@/record/useRecord";
import { useTask } from "@/record/useTask";

export default function PhoneRecord() {
  const { type = "", id = "" } = useParams();
  const go = useNavigate();
  const { record, definition } = useRecord(type, id);
  useReadOnSight(record.data?.id);
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/todo")}>
        {record.data?.number ?? ""}
      </TopBar>
      <Loaded of={record}>
        {(found) => <Loaded of={definition}>{(defined) => <KnownNames.Provider value={found.names ?? {}}><RecordPage record={found} definition={defined} /></KnownNames.Provider>}</Loaded>}
      </Loaded>
    </div>
  );
}

const told = (text: string) => Toast.show({ position: "top", duration: 2000, icon: "success", content: text });

type Shown = { record: RecordDetail; definition: Definition };
function RecordPage({ record, definition }: Shown) {
  const action = record.actions[0];
  useSeen(record);
  return action ? (
    <WithTask key={action.task} record={record} definition={definition} action={action} />
  ) : (
    <>
      <main className="ph-main">
        <Head record={record} />
        <LastRefusal record={record} />
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
  const work = useTask(record, action, definition);
  const sent = () => {
    window.scrollTo({ top: 0 });
    Toast.show({ position: "top", duration: 2000, icon: "success", content: t("task.sent") });
  };
  return (
    <>
      <main className="ph-main">
        <Head record={record} />
        <LastRefusal record={record} />
        <LastReturn record={record} definition={definition} />
        <PossibleOriginals record={record} definition={definition} work={work} />
        <TaskSheet work={work} />
        <Rest record={record} definition={definition} />
      </main>
      <OutcomeBar work={work} onSent={sent} more={<MoreMenu record={record} told={told} />} />
    </>
  );
}

function Head({ record }: { record: RecordDetail }) {
  return (
    <header className="ph-record-head">
      <p>
        <LevelBadge level={record.level} label={record.level_label} /> <StateBadge row={record} />
      </p>
      <h1>{record.title}</h1>
    </header>
  );
}

function Rest({ record, definition }: Shown) {
  const { t } = useTranslation();
  return (
    <>
      {record.chain.length > 0 && (
        <section className="an-panel">
          <h2>{t("record.chain")}</h2>
          <Chain nodes={record.chain} definition={definition} />
        </section>
      )}
      <FieldBlocks record={record} definition={definition} />
      <ClosureElements record={record} />
      <Referring record={record} />
      <Copies record={record} />
      <Judgements record={record} />
      <RecordFacts record={record} definition={definition} />
      <EquipmentFacts record={record} />
      <LedgerState record={record} />
      <Timeline record={record} />
    </>
  );
}

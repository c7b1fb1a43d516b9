/** A record at the desk: chain left, task and facts right, outcomes in a bar that stays in sight. */
import { App } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Definition, RecordDetail, TaskAction } from "@/api/types";
import { Copies } from "@/habits/Copies";
import { MoreMenu } from "@/habits/MoreMenu";
import { useSeen } from "@/habits/useSeen";
import { Loaded } from "@/problem/Stand";
import { LevelBadge, StateBadge } from "@/record/Badges";
import { Chain } from "@/record/Chain";
import { ClosureElements, LedgerState } from "@/record/Closure";
import { EquipmentFacts, RecordFacts } from "@/record/Facts";
import { FieldBlocks } from "@/record/FieldBlocks";
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
import { mayAudit } from "@/session/permissions";
import { useSession } from "@/session/session";

/** What a type adds to the page of its records: above the chain and above the task. */
export interface Additions {
  head: (shown: Both) => ReactNode;
  task: (shown: Both) => ReactNode;
  tools: (shown: Both) => ReactNode;
}

export default function RecordPage({ of = "", adds }: { of?: string; adds?: Additions }) {
  const { type = of, id = "" } = useParams();
  const { record, definition } = useRecord(type, id);
  useReadOnSight(record.data?.id);
  return (
    <Loaded of={record}>
      {(found) => <Loaded of={definition}>{(defined) => <KnownNames.Provider value={found.names ?? {}}><Shown record={found} definition={defined} adds={adds} /></KnownNames.Provider>}</Loaded>}
    </Loaded>
  );
}

export type Both = { record: RecordDetail; definition: Definition };
function Shown({ record, definition, adds }: Both & { adds?: Additions }) {
  const action = record.actions[0];
  const { message } = App.useApp();
  useSeen(record);
  return (
    <article className="dk-record" data-testid="record">
      <header className="dk-head dk-record-head">
        <span className="dk-number">{record.number}</span>
        <h1>{record.title}</h1>
        <LevelBadge level={record.level} label={record.level_label} />
        <StateBadge row={record} />
        <RecordTools record={record} />
        {adds?.tools({ record, definition })}
        {!action && <MoreMenu record={record} told={(text) => void message.success(text)} />}
      </header>
      <div className="dk-two dk-two-even">
        <div>
          {adds?.head({ record, definition })}
          {record.chain.length > 0 && (
            <section className="an-panel">
              <ChainTitle />
              <Chain nodes={record.chain} definition={definition} />
            </section>
          )}
          <Timeline record={record} />
        </div>
        <aside>
          <LastRefusal record={record} />
          {action && <LastReturn record={record} definition={definition} />}
          {adds?.task({ record, definition })}
          {action && <OpenTask key={action.task} record={record} definition={definition} action={action} />}
          <FieldBlocks record={record} definition={definition} />
          <ClosureElements record={record} />
          <Referring record={record} desk />
          <Copies record={record} />
          <RecordFacts record={record} definition={definition} />
          <EquipmentFacts record={record} />
          <LedgerState record={record} />
        </aside>
      </div>
    </article>
  );
}

function RecordTools({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <Link className="an-button" to={`/print/record/${record.type}?ids=${record.id}`} data-testid="print">
        {t("print.button")}
      </Link>
      {mayAudit(useSession()) && (
        <Link className="an-link" to={`/audit?number=${record.number}`} data-testid="audit-of">
          {t("audit.of_record")}
        </Link>
      )}
    </>
  );
}

function ChainTitle() {
  const { t } = useTranslation();
  return <h2>{t("record.chain")}</h2>;
}

function OpenTask({ record, definition, action }: Both & { action: TaskAction }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const work = useTask(record, action, definition);
  return (
    <>
      <PossibleOriginals record={record} definition={definition} work={work} />
      <TaskSheet work={work} />
      <div className="dk-bar">
        <OutcomeBar
          work={work}
          onSent={() => void message.success(t("task.sent_desk"))}
          more={<MoreMenu record={record} told={(text) => void message.success(text)} />}
        />
      </div>
    </>
  );
}

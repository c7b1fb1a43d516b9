/** The frame of every record's page on the phone: bar, loading, what has been sent, and what lies below the task. */
import { Toast } from "antd-mobile";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Definition, RecordDetail, StepForeseen } from "@/api/types";
import { Copies } from "@/habits/Copies";
import { MoreMenu } from "@/habits/MoreMenu";
import { useSeen } from "@/habits/useSeen";
import { useReadOnSight } from "@/notify/useUnread";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";
import { Chain } from "@/record/Chain";
import { ClosureElements, LedgerState } from "@/record/Closure";
import { EquipmentFacts, RecordFacts } from "@/record/Facts";
import { FieldBlocks } from "@/record/FieldBlocks";
import { Judgements } from "@/record/Judgements";
import { KnownNames } from "@/record/RecordName";
import { Referring } from "@/record/Referring";
import { Timeline } from "@/record/Timeline";
import { useRecord } from "@/record/useRecord";

export type Shown = { record: RecordDetail; definition: Definition };

export const told = (text: string) => void Toast.show({ position: "top", duration: 2000, icon: "success", content: text });

/** After a task is sent: the head of the page, where its new state stands. */
export function useSent(): () => void {
  const { t } = useTranslation();
  return () => {
    window.scrollTo({ top: 0 });
    told(t("task.sent"));
  };
}

type Framed = { type: string; id: string; look?: string; children: (shown: Shown) => ReactNode };
export function RecordFrame({ type, id, look = "", children }: Framed) {
  const go = useNavigate();
  const { record, definition } = useRecord(type, id);
  useReadOnSight(record.data?.id);
  return (
    <div className={`ph-page ${look}`}>
      <TopBar onBack={() => go("/todo")}>{record.data?.number ?? ""}</TopBar>
      <Loaded of={record}>
        {(found) => (
          <Loaded of={definition}>
            {(defined) => (
              <KnownNames.Provider value={found.names ?? {}}>
                <Opened record={found}>{children({ record: found, definition: defined })}</Opened>
              </KnownNames.Provider>
            )}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

function Opened({ record, children }: { record: RecordDetail; children: ReactNode }) {
  useSeen(record);
  return <>{children}</>;
}

/** The page of somebody for whom no task waits here: they may still pass it on or copy it. */
export function WithoutTask({ record, children }: { record: RecordDetail; children: ReactNode }) {
  return (
    <>
      <main className="ph-main" data-testid="record">
        {children}
      </main>
      {record.habits?.length ? (
        <div className="an-bar">
          <MoreMenu record={record} told={told} />
        </div>
      ) : null}
    </>
  );
}

export function ChainPanel({ record, definition, steps }: Shown & { steps?: StepForeseen[] }) {
  const { t } = useTranslation();
  if (!record.chain.length) return null;
  return (
    <section className="an-panel">
      <h2>{t("record.chain")}</h2>
      <Chain nodes={record.chain} definition={definition} steps={steps} />
    </section>
  );
}

/** What the record says besides its chain, down to the ledger. */
export function Below({ record, definition }: Shown) {
  return (
    <>
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

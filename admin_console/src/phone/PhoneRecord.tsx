/** A record on the phone: its chain, the open task, then everything else folded below. */
import { useParams } from "react-router";
import type { RecordDetail, TaskAction } from "@/api/types";
import { useNextSteps } from "@/habits/Foreseen";
import { MoreMenu } from "@/habits/MoreMenu";
import { Below, ChainPanel, RecordFrame, type Shown, told, useSent, WithoutTask } from "@/phone/RecordFrame";
import { LevelBadge, StateBadge } from "@/record/Badges";
import { LastRefusal } from "@/record/LastRefusal";
import { LastReturn } from "@/record/LastReturn";
import { PossibleOriginals } from "@/record/PossibleOriginals";
import { OutcomeBar, TaskSheet } from "@/record/TaskSheet";
import { useTask } from "@/record/useTask";

export default function PhoneRecord() {
  const { type = "", id = "" } = useParams();
  return (
    <RecordFrame type={type} id={id}>
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
      <Head record={shown.record} />
      <LastRefusal record={shown.record} />
      <ChainPanel {...shown} />
      <Below {...shown} />
    </WithoutTask>
  );
}

function WithTask({ record, definition, action }: Shown & { action: TaskAction }) {
  const work = useTask(record, action, definition);
  const steps = useNextSteps(work);
  const sent = useSent();
  return (
    <>
      <main className="ph-main" data-testid="record">
        <Head record={record} />
        <LastRefusal record={record} />
        <LastReturn record={record} definition={definition} />
        <PossibleOriginals record={record} definition={definition} work={work} />
        <TaskSheet work={work} />
        <ChainPanel record={record} definition={definition} steps={steps} />
        <Below record={record} definition={definition} />
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

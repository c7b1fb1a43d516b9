/** An alarm at the desk: the record page with what it is about above the chain. */
import RecordPage, { type Additions } from "@/desktop/RecordPage";
import { AlarmHead } from "@/permit/AlarmHead";
import "@/permit/live.css";

const adds: Additions = {
  head: (shown) => <AlarmHead {...shown} />,
  task: () => null,
  tools: () => null,
};

export default function DeskAlarm() {
  return <RecordPage of="permit_alarm" adds={adds} />;
}

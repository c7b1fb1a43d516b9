/** What a permit is, large enough for a glove: kind and level, state, time left. */
import { useTranslation } from "react-i18next";
import type { Definition, RecordDetail } from "@/api/types";
import { labelOf, textOf, urgencyOf } from "@/permit/data";
import { useNow } from "@/permit/useNow";
import { spanText } from "@/time/SpanText";

type Shown = { record: RecordDetail; definition: Definition };

export function PermitHead({ record, definition }: Shown) {
  // Kinds without levels have one that is named like themselves.
  const label = labelOf(definition, "permit_job", textOf(record.data, "job"));
  return (
    <header className="pm-head" data-testid="permit-head" data-state={record.state}>
      <p className="pm-kind">
        <b>{label}</b>
        {record.level_label && !label.includes(record.level_label) && <strong className="pm-level">{record.level_label}</strong>}
      </p>
      <p className="pm-standing">
        <span className={`pm-state pm-state-${record.state}`} data-testid="record-state">
          {record.state_label}
        </span>
        <TimeLeft state={record.state} end={textOf(record.data, "planned_end")} />
      </p>
      <h1>{record.title}</h1>
      <p className="pm-number">{record.number}</p>
    </header>
  );
}

export function TimeLeft({ state, end }: { state: string; end: string }) {
  const { t } = useTranslation();
  const { urgency, minutes } = urgencyOf(state, end, useNow());
  if (urgency === "none") return null;
  const text = t(urgency === "late" ? "time.late_by" : "time.left", { span: spanText(minutes, t) });
  return (
    <span className={`pm-left pm-left-${urgency}`} data-testid="time-left" data-urgency={urgency}>
      {text}
    </span>
  );
}

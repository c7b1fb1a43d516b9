/** Why a task came, or came back: what the step before said, under its own name, before all else. */
import { useTranslation } from "react-i18next";
import type { ChainNode, Definition, RecordDetail } from "@/api/types";
import { fieldsOf, ValueText } from "@/record/ValueText";
import { moment } from "@/time/format";

export function LastReturn({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const done = record.chain.filter((node) => node.state === "done" && node.done_at);
  const last = done.reduce((a, b) => ((a?.done_at ?? "") > (b.done_at ?? "") ? a : b), done[0]);
  if (!last?.outcome_label || !last.intent || last.intent === "primary") return null;
  const fields = fieldsOf(definition);
  const said = Object.entries(last.data ?? {}).filter(([, value]) => typeof value === "string" && value);
  // Where a moment is asked for, the one in force stands beside it.
  const limit = said.some(([key]) => fields.get(key)?.kind === "datetime") && [...fields.values()].find((field) => field.promoted === "due");
  const inForce = limit ? record.data[limit.key] : undefined;
  return (
    <section className="an-panel an-returned" data-testid="last-return">
      <h2>
        {cameBack(record, definition, last) ? t("record.returned_by", { outcome: last.outcome_label }) : last.outcome_label}
        <span className="an-panel-note">{[last.title, last.by?.name, moment(last.done_at)].filter(Boolean).join(" · ")}</span>
      </h2>
      <dl className="an-pairs">
        {said.map(([key, value]) => (
          <div key={key}>
            <dt>{last.labels?.[key] ?? fields.get(key)?.label ?? key}</dt>
            <dd>
              <ValueText value={value} field={fields.get(key)} definition={definition} />
            </dd>
          </div>
        ))}
        {limit && typeof inForce === "string" && (
          <div>
            <dt>{t("record.in_force", { label: limit.label })}</dt>
            <dd>
              <ValueText value={inForce} field={limit} definition={definition} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** Work that had been handed in and came back to be done again; a request is asked, not returned. */
function cameBack(record: RecordDetail, definition: Definition, last: ChainNode): boolean {
  const now = record.chain.find((node) => node.state === "now");
  const order = (key?: string) => definition.flow?.nodes.findIndex((node) => node.key === key) ?? -1;
  if (!now || order(now.node) >= order(last.node)) return false;
  const before = record.chain.filter((node) => node.node === now.node && node.state === "done");
  return before.some((node) => node.activation === now.activation - 1 && node.intent === "primary");
}

/** The chain is the page: done, now and next from top to bottom, with people, times and evidence. */
import { useTranslation } from "react-i18next";
import type { ChainNode, Definition, FieldValue, StepForeseen } from "@/api/types";
import { Signatures } from "@/habits/Signatures";
import { PhotoStrip } from "@/record/PhotoStrip";
import { fieldsOf, ValueText } from "@/record/ValueText";
import { DueBadge, spanText } from "@/time/SpanText";
import { moment } from "@/time/format";
import "@/record/chain.css";

type Shown = {
  nodes: ChainNode[];
  definition?: Definition;
  /** What would follow the task that the reader has open: whom it would ask. */
  steps?: StepForeseen[];
};

export function Chain({ nodes, definition, steps = [] }: Shown) {
  const { t } = useTranslation();
  const foreseen = (node: ChainNode) => (node.state === "next" ? steps.find((step) => step.node === node.node) : undefined);
  return (
    <ol className="an-chain" aria-label={t("record.chain")}>
      {nodes.map((node) => (
        <ChainStep key={`${node.node}-${node.activation}-${node.state}`} node={node} definition={definition} foreseen={foreseen(node)} />
      ))}
    </ol>
  );
}

function ChainStep({ node, definition, foreseen }: { node: ChainNode; definition?: Definition; foreseen?: StepForeseen }) {
  const { t } = useTranslation();
  const people = node.by?.name ?? node.assignees.map((who) => who.label).join(t("form.separator"));
  return (
    <li
      className={`an-step an-step-${node.state}${node.overdue && node.state === "now" ? " an-step-late" : ""}`}
      data-testid={`chain-${node.node}`}
      data-state={node.state}
      aria-current={node.state === "now" ? "step" : undefined}
    >
      <span className="an-step-mark" aria-hidden>
        {node.state === "done" ? "✓" : ""}
      </span>
      <div className="an-step-head">
        <b>{node.title}</b>
        {node.activation > 1 && <span className="an-badge an-state-plain">{t("record.round", { n: node.activation })}</span>}
        <span className={`an-step-state an-intent-${node.intent ?? "default"}`}>
          {node.outcome_label ?? t(`record.node_${node.state}`)}
        </span>
        {node.withdrawn_at && <span className="an-badge an-state-plain">{t("habit.taken_back")}</span>}
        {node.state === "now" && <DueBadge due={node.due} escalated={Boolean(node.escalated_at)} />}
      </div>
      <p className="an-step-who">
        {people && <span>{people}</span>}
        {!people && foreseen && <span data-testid={`foreseen-${node.node}`}>{foreseen.passed ? t("record.step_passed") : t("record.step_asks", { who: foreseen.asks.join(t("form.separator")) })}</span>}
        {node.done_at ? <time dateTime={node.done_at}>{moment(node.done_at)}</time> : null}
        {!node.done_at && node.state === "now" && node.due && <span>{t("time.due_at", { at: moment(node.due) })}</span>}
        {node.elapsed_minutes != null && node.state === "done" && (
          <span>{t("record.took", { span: spanText(node.elapsed_minutes, t) })}</span>
        )}
      </p>
      <Signatures node={node} />
      <StepEvidence node={node} definition={definition} />
    </li>
  );
}

function StepEvidence({ node, definition }: { node: ChainNode; definition?: Definition }) {
  const { t } = useTranslation();
  const fields = fieldsOf(definition);
  const order = [...fields.keys()];
  const entries = Object.entries(node.data ?? {})
    .filter(([, value]) => value !== null && value !== "")
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)); // as the forms ask: before comes before after
  const photos = entries.filter(([, value]) => isPhotos(value));
  const rest = entries.filter(([, value]) => !isPhotos(value));
  const label = (key: string) => node.labels?.[key] ?? fields.get(key)?.label ?? key;
  // What was settled for those who follow (of a block at least two) is not folded away from them.
  const settles = (definition?.blocks ?? []).some((block) => rest.filter(([key]) => block.fields.includes(key)).length > 1);
  if (!entries.length) return null;
  return (
    <div className="an-step-evidence">
      {photos.map(([key, value]) => (
        <div key={key}>
          <span className="an-small-label">{label(key)}</span>
          <PhotoStrip hashes={value as string[]} />
        </div>
      ))}
      {rest.length > 0 && (
        <details open={node.state === "done" && (rest.length <= 3 || settles)}>
          <summary>{t("record.details", { count: rest.length })}</summary>
          <dl className="an-pairs">
            {rest.map(([key, value]) => (
              <div key={key}>
                <dt>{label(key)}</dt>
                <dd>
                  <ValueText value={value} field={fields.get(key)} definition={definition} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
const isPhotos = (value: FieldValue) =>
  Array.isArray(value) && value.length > 0 && value.every((item) => /^[0-9a-f]{64}$/.test(item));

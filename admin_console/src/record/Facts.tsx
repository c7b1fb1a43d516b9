/** The record's own facts and those of its equipment, each with source and age. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Definition, RecordDetail, SourcedFact } from "@/api/types";
import { blocksShown } from "@/record/FieldBlocks";
import { useWords } from "@/record/useWords";
import { fieldsOf, ValueText } from "@/record/ValueText";
import { Ago, DueBadge, spanText } from "@/time/SpanText";
import { moment } from "@/time/format";

export function RecordFacts({ record, definition }: { record: RecordDetail; definition?: Definition }) {
  const { t } = useTranslation();
  const fields = fieldsOf(definition);
  // What a step of the chain shows already is not said twice.
  const inChain = record.chain.flatMap((node) => Object.keys(node.data ?? {}));
  const shown = new Set(["org", "area", "equipment", "owner", "level", ...inChain]);
  // What the flow keeps stays in sight: the first limit once it was moved, how often it was.
  const kept = new Set((definition?.unasked ?? []).filter((field) => field.kind !== "datetime" || !sameMoment(record.data[field.key], record.due)).map((field) => field.key));
  const inBlocks = new Set(blocksShown(record, definition).flatMap((block) => block.fields));
  const told = (key: string) => fields.get(key)?.kind === "table" && inBlocks.has(key);
  const own = Object.entries(record.data).filter(
    ([key, value]) => !told(key) && (!shown.has(key) || kept.has(key)) && value !== false && value !== null && value !== "" && fields.get(key)?.kind !== "signature",
  );
  const word = useWords(record);
  const named = (key: string) => (["reporter", "created_at", "captured_at", "closed_at", "elapsed"].includes(key) ? word(key as "reporter") : t(`record.${key}` as "record.org"));
  const lines: [string, string | undefined][] = [
    ["org", record.org?.name],
    ["area", record.area?.name],
    ["equipment", record.equipment && [record.equipment.name, record.equipment.code].filter(Boolean).join(" ")],
    ["owner", record.owner?.name],
    ["reporter", record.reporter?.name],
    ["created_at", moment(record.created_at)],
    ["captured_at", record.captured_at && moment(record.captured_at)],
    ["closed_at", record.closed_at && moment(record.closed_at)],
    ["elapsed", record.elapsed_minutes === undefined ? undefined : spanText(record.elapsed_minutes, t)],
  ];
  return (
    <section className="an-panel" data-testid="record-facts">
      <h2>
        {t("record.facts")}
        <DueBadge due={record.closed_at ? undefined : record.due} />
      </h2>
      <dl className="an-pairs">
        {lines.map(
          ([key, value]) =>
            value && (
              <div key={key}>
                <dt>{named(key)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        {record.times_reported_again ? (
          <div data-testid="reported-again">
            <dt>{t("record.reported_again")}</dt>
            <dd>{t("record.reported_again_times", { count: record.times_reported_again })}</dd>
          </div>
        ) : null}
        {(record.links ?? []).map((link) => (
          <div key={`${link.relation} ${link.id}`} data-testid={`link-${link.relation}`}>
            <dt>{link.label}</dt>
            <dd>
              <Link to={`/record/${record.type}/${link.id}`}>{link.number}</Link>
            </dd>
          </div>
        ))}
        {own.map(([key, value]) => (
          <div key={key}>
            <dt>{fields.get(key)?.label ?? key}</dt>
            <dd>
              <ValueText value={value} field={fields.get(key)} definition={definition} />
            </dd>
          </div>
        ))}
      </dl>
      {record.hidden_classes.length > 0 && <p className="an-help">{t("record.hidden")}</p>}
    </section>
  );
}

const sameMoment = (one: unknown, other?: string) => typeof one === "string" && other !== undefined && Date.parse(one) === Date.parse(other);

export function EquipmentFacts({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const facts = record.equipment?.facts ?? [];
  if (!record.equipment || !facts.length) return null;
  return (
    <section className="an-panel" data-testid="equipment-facts">
      <h2>{t("record.equipment_facts", { name: record.equipment.name })}</h2>
      <dl className="an-pairs">
        {facts.map((fact) => (
          <EquipmentFact key={fact.name} fact={fact} />
        ))}
      </dl>
    </section>
  );
}

/** Sources date their facts by RFC 3339; people read plant time. */
const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text);

function EquipmentFact({ fact }: { fact: SourcedFact }) {
  const { t } = useTranslation();
  return (
    <div className={fact.stale ? "an-stale" : ""}>
      <dt>{fact.label}</dt>
      <dd>
        {isInstant(fact.value) ? moment(fact.value) : fact.value}
        <span className="an-source">
          {fact.source} · <Ago at={fact.fetched_at} />
          {fact.stale && <b>{t("record.stale")}</b>}
        </span>
      </dd>
    </div>
  );
}

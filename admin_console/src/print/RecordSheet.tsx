/** One record on paper. */
import { useTranslation } from "react-i18next";
import { address } from "@/api/client";
import { media } from "@/api/endpoints";
import type { ChainNode, Definition, FieldValue, RecordDetail, TimelineItem } from "@/api/types";
import { isSignature, PrintedSeats, PrintedSignature } from "@/print/PrintedSignatures";
import { KnownNames } from "@/record/RecordName";
import { useWords } from "@/record/useWords";
import { fieldsOf, ValueText } from "@/record/ValueText";
import { useSession } from "@/session/session";
import { spanText } from "@/time/SpanText";
import { moment } from "@/time/format";

type Sheet = { record: RecordDetail; definition: Definition; items: TimelineItem[] };
export function RecordSheet({ record, definition, items }: Sheet) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <KnownNames.Provider value={record.names ?? {}}>
      <article className="pr-sheet" data-testid="sheet">
        <header className="pr-head">
          <div>
            <p>{session.tenant.name}</p>
            <h1>{t("print.sheet", { type: definition.title })}</h1>
            <p className="pr-number">{record.number}</p>
          </div>
          <Seal record={record} />
        </header>
        <h2>{record.title}</h2>
        <Facts record={record} />
        <OwnFields record={record} definition={definition} />
        {record.chain.length > 0 && <Course record={record} definition={definition} />}
        <Events items={items} />
        <footer className="pr-foot">
          <LedgerLine record={record} />
          <p>{t("print.printed", { at: moment(new Date().toISOString()), name: session.person?.name ?? session.account.name })}</p>
        </footer>
      </article>
    </KnownNames.Provider>
  );
}

function Seal({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  if (!record.ledger.head || !record.ledger.sealed) return null;
  return (
    <figure className="pr-seal">
      <img src={address(`/records/${record.type}/${record.id}/seal-code`)} alt={t("print.head")} width={96} height={96} />
      <figcaption>{t("print.verify_hint")}</figcaption>
    </figure>
  );
}

function Facts({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const word = useWords(record);
  const pairs: [string, string | undefined][] = [
    [t("list.level"), record.level_label],
    [t("list.state"), record.state_label],
    [t("record.org"), record.org?.name],
    [t("record.area"), record.area?.name],
    [t("record.equipment"), record.equipment && [record.equipment.name, record.equipment.code].filter(Boolean).join(" ")],
    [t("record.owner"), record.owner?.name],
    [word("reporter"), record.reporter?.name],
    [word("captured_at"), moment(record.captured_at)],
    [word("created_at"), moment(record.created_at)],
    [t("list.due"), moment(record.due)],
    [word("closed_at"), moment(record.closed_at)],
    [word("elapsed"), record.elapsed_minutes === undefined ? "" : spanText(record.elapsed_minutes, t)],
  ];
  return (
    <dl className="pr-facts">
      {pairs.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** What stands at no step: a plain record's fields. */
function OwnFields({ record, definition }: Pick<Sheet, "record" | "definition">) {
  const steps = new Set(record.chain.flatMap((node) => Object.keys(node.data ?? {})));
  const entries = Object.entries(record.data).filter(([key]) => !steps.has(key));
  return <Values entries={entries} definition={definition} />;
}

type ValuesProps = { entries: [string, FieldValue][]; definition: Definition; node?: ChainNode };
function Values({ entries, definition, node }: ValuesProps) {
  const fields = fieldsOf(definition);
  const order = [...fields.keys()]; // as the forms ask: before comes before after
  const shown = entries
    .filter(([key, value]) => value !== null && value !== "" && value !== undefined && fields.has(key))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const photos = shown.filter(([, value]) => isPhotos(value));
  const rest = shown.filter(([, value]) => !isPhotos(value));
  if (!shown.length) return null;
  return (
    <>
      <dl className="pr-values">
        {rest.map(([key, value]) => (
          <div key={key}>
            <dt>{fields.get(key)?.label}</dt>
            <dd>
              {isSignature(value) ? (
                <PrintedSignature value={value} given={node?.signatures?.find((one) => one.field === key)} />
              ) : (
                <ValueText value={value} field={fields.get(key)} definition={definition} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {photos.length > 0 && (
        <div className="pr-photo-row">
          {photos.map(([key, value]) => (
            <figure key={key} className="pr-photos">
              <figcaption>{fields.get(key)?.label}</figcaption>
              {(value as string[]).map((hash) => (
                <img key={hash} src={media.address(hash, "watermarked")} alt="" />
              ))}
            </figure>
          ))}
        </div>
      )}
    </>
  );
}
const isPhotos = (value: FieldValue) => Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && /^[0-9a-f]{64}$/.test(item));

function Course({ record, definition }: Pick<Sheet, "record" | "definition">) {
  const { t } = useTranslation();
  const steps = record.chain.filter((node) => node.state === "done" || node.state === "now");
  return (
    <section>
      <h3>{t("print.steps")}</h3>
      {steps.map((node) => (
        <Step key={`${node.node}-${node.activation}`} node={node} definition={definition} />
      ))}
    </section>
  );
}
function Step({ node, definition }: { node: ChainNode; definition: Definition }) {
  const { t } = useTranslation();
  return (
    <section className="pr-step">
      <p className="pr-step-head">
        <b>{node.title}</b>
        <span>{node.outcome_label ?? t(`record.node_${node.state}`)}</span>
        <span>
          {node.by?.name ?? node.assignees.map((who) => who.label).join(t("form.separator"))}
          {node.by && node.on_behalf && t("print.on_behalf", { name: node.on_behalf.name })}
        </span>
        <span>{moment(node.done_at ?? node.opened_at)}</span>
        {node.elapsed_minutes != null && node.state === "done" && <span>{t("record.took", { span: spanText(node.elapsed_minutes, t) })}</span>}
      </p>
      <PrintedSeats node={node} />
      <Values entries={Object.entries(node.data ?? {})} definition={definition} node={node} />
    </section>
  );
}

function Events({ items }: { items: TimelineItem[] }) {
  const { t } = useTranslation();
  return (
    <section className="pr-events">
      <h3>{t("print.timeline")}</h3>
      <table>
        <thead>
          <tr>
            <th>{t("print.time")}</th>
            <th>{t("print.person")}</th>
            <th>{t("print.result")}</th>
            <th>{t("print.content")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.version ?? item.seq}>
              <td>{moment(item.at)}</td>
              <td>{item.by?.name}</td>
              <td>{item.kind_label}</td>
              <td>{item.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LedgerLine({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const { ledger } = record;
  if (!ledger.head || !ledger.sealed) return <p>{t("print.unsealed")}</p>;
  return (
    <p>
      {t("print.ledger")} · {t("print.ledger_of", { events: ledger.events, sealed: ledger.sealed })} · {t("print.seal", { no: ledger.seal_no, at: moment(ledger.sealed_at) })}
      <br />
      {t("print.head")} <code>{ledger.head}</code>
    </p>
  );
}

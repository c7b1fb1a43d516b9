/** One copy of a permit on A4: head with kind, level and holder; facts; tables; signatures; the ledger's line. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { address } from "@/api/client";
import type { ChainNode, Definition, Field, FieldValue, RecordDetail, SignatureValue } from "@/api/types";
import { permits } from "@/permit/calls";
import { columnsOf, labelOf, rowsOf, textOf } from "@/permit/data";
import { isSignature } from "@/print/PrintedSignatures";
import { SignatureShown } from "@/record/SignatureShown";
import { fieldsOf, ValueText } from "@/record/ValueText";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";

const APPLICANT = "applicant_signature";
/** Columns that paper cannot show. */
const UNPRINTED = ["photo", "location"];
/** Fields that stand with their step or are of nobody's use on paper. */
const APART = ["signature", "table", "photo", "location"];
/** What a signer wrote stands beside the signature; what somebody looked at is of no use on paper. */
const OF_STEPS = ["opinion", "similar_seen", "return_reason"];
const TABLES = ["workers", "guardians", "related", "jha", "measures", "gas_tests", "briefings"];

type Sheet = { record: RecordDetail; definition: Definition; token?: string; copy: number; holder: ReactNode };

export function PermitSheet({ record, definition, token, copy, holder }: Sheet) {
  const { t } = useTranslation();
  const session = useSession();
  const fields = fieldsOf(definition);
  const job = labelOf(definition, "permit_job", textOf(record.data, "job"));
  const suffix = t("permit.job_suffix");
  return (
    <article className="pr-sheet pm-copy" data-testid={`copy-${copy}`}>
      <header className="pr-head">
        <div>
          <p>{session.tenant.name}</p>
          <h1>{t("permit.print_title", { job: job.endsWith(suffix) ? job.slice(0, -suffix.length) : job })}</h1>
          <p className="pr-number">
            {record.number} {record.level_label && !job.includes(record.level_label) && <strong className="pm-print-level">{record.level_label}</strong>}
          </p>
          <p className="pm-holder">
            {t("permit.copy", { copy })} {holder}
          </p>
        </div>
        {token && (
          <figure className="pr-seal">
            <img src={permits.codeAddress(token)} alt={t("permit.code")} width={104} height={104} />
            <figcaption>{t("permit.code_on_paper")}</figcaption>
          </figure>
        )}
      </header>
      <Facts record={record} definition={definition} fields={fields} />
      {TABLES.map((key) => (
        <Table key={key} record={record} definition={definition} field={fields.get(key)} />
      ))}
      <Signatures record={record} fields={fields} />
      <Foot record={record} copy={t("permit.copy", { copy })} />
    </article>
  );
}

function Facts({ record, definition, fields }: { record: RecordDetail; definition: Definition; fields: Map<string, Field> }) {
  const { t } = useTranslation();
  const shown = [...fields.values()].filter((field) => !APART.includes(field.kind) && !OF_STEPS.includes(field.key) && field.class !== "personal" && isThere(record.data[field.key]));
  return (
    <dl className="pr-facts">
      <div>
        <dt>{t("list.state")}</dt>
        <dd>{record.state_label}</dd>
      </div>
      {shown.map((field) => (
        <div key={field.key}>
          <dt>{field.label}</dt>
          <dd>
            <ValueText value={record.data[field.key]} field={field} definition={definition} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Table({ record, definition, field }: { record: RecordDetail; definition: Definition; field?: Field }) {
  const rows = field ? rowsOf(record.data, field.key) : [];
  if (!field || !rows.length) return null;
  const columns = columnsOf(field).filter((column) => !UNPRINTED.includes(column.kind) && rows.some((row) => isThere(row[column.key])));
  return (
    <section>
      <h3>{field.label}</h3>
      <table className="pr-list">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key}>{column.label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row["@no"] ?? i}>
              {columns.map((column) => (
                <td key={column.key}>{isThere(row[column.key]) && <ValueText value={row[column.key] as FieldValue} field={column} definition={definition} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Every signature of a finished step: who, when, with which opinion. */
function Signatures({ record, fields }: { record: RecordDetail; fields: Map<string, Field> }) {
  const { t } = useTranslation();
  const steps = record.chain.filter((node) => node.state === "done" && node.by);
  const booked = record.data[APPLICANT];
  if (!steps.length && !isSignature(booked)) return null;
  return (
    <section>
      <h3>{t("permit.signed_by")}</h3>
      <table className="pr-list">
        <thead>
          <tr>
            {(["step", "outcome", "who", "when", "opinion", "signature"] as const).map((column) => (
              <th key={column}>{t(`live.sign_${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {isSignature(booked) && (
            <tr>
              <td>{fields.get(APPLICANT)?.label}</td>
              <td />
              <td>{record.reporter?.name}</td>
              <td>{moment(record.created_at)}</td>
              <td />
              <td>
                <SignatureShown value={booked} />
              </td>
            </tr>
          )}
          {steps.flatMap((node) => {
            const given = (node.seats ?? []).filter((seat) => seat.by);
            const who = given.length ? given.map((seat) => ({ name: seat.by!.name, at: seat.at, opinion: seat.opinion || (given.length === 1 ? textOf(node.data ?? {}, "opinion") : ""), signature: (seat.signature as SignatureValue | undefined) ?? (given.length === 1 ? signatureOf(node) : undefined) })) : [{ name: node.by!.name, at: node.done_at, opinion: textOf(node.data ?? {}, "opinion"), signature: signatureOf(node) }];
            return who.map((one) => (
              <tr key={`${node.node}-${node.activation}-${one.name}`}>
                <td>{node.title}</td>
                <td>{node.outcome_label}</td>
                <td>{one.name}</td>
                <td>{moment(one.at)}</td>
                <td>{one.opinion}</td>
                <td>{one.signature && <SignatureShown value={one.signature} />}</td>
              </tr>
            ));
          })}
        </tbody>
      </table>
    </section>
  );
}

function Foot({ record, copy }: { record: RecordDetail; copy: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const { ledger } = record;
  return (
    <footer className="pr-foot">
      {ledger.head && ledger.sealed ? (
        <div className="pm-seal">
          <img src={address(`/records/${record.type}/${record.id}/seal-code`)} alt={t("print.head")} width={72} height={72} />
          <p>
            {t("print.ledger")} · {t("print.ledger_of", { events: ledger.events, sealed: ledger.sealed })}
            <br />
            {t("print.head")} <code>{ledger.head}</code>
          </p>
        </div>
      ) : (
        <p>{t("print.unsealed")}</p>
      )}
      <p>
        {record.number} {copy} · {t("print.printed", { at: moment(new Date().toISOString()), name: session.person?.name ?? session.account.name })}
      </p>
    </footer>
  );
}

/** The signature that a step's form took. */
const signatureOf = (node: ChainNode): SignatureValue | undefined => Object.values(node.data ?? {}).find(isSignature);
const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);

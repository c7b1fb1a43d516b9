/** The e-permit for whoever scanned its code: no log-in, nothing but what the record's type shows strangers. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Refused } from "@/api/client";
import { type SharedPage as Shared, type SharedTable, permits } from "@/permit/calls";
import { addPermitTexts } from "@/permit/texts";
import { ReadFailure, Skeleton } from "@/problem/Stand";
import { moment } from "@/time/format";
import "@/permit/permit.css";

addPermitTexts();
const AGAIN_SECONDS = 30;

export default function SharedPage() {
  const { token = "" } = useParams();
  const { i18n } = useTranslation();
  const page = useQuery({ queryKey: ["shared", token, i18n.language], queryFn: () => permits.shared(token), refetchInterval: AGAIN_SECONDS * 1000, retry: false });
  const gone = page.error instanceof Refused ? page.error : undefined;
  return (
    <main className="ph-page ph-main pm-shared" data-testid="shared-page">
      {gone ? <Gone error={gone} /> : page.data ? <Shown page={page.data} /> : page.isError ? <ReadFailure error={page.error} again={() => void page.refetch()} /> : <Skeleton />}
    </main>
  );
}

function Shown({ page }: { page: Shared }) {
  const { t } = useTranslation();
  return (
    <>
      <header className={`pm-head${page.ended ? " pm-head-ended" : ""}`} data-state={page.state}>
        <p className="pm-kind">
          <b>{page.facts[0]?.text ?? page.type_label}</b>
          {page.level_label && !page.facts[0]?.text.includes(page.level_label) && <strong className="pm-level">{page.level_label}</strong>}
        </p>
        <p className="pm-standing">
          <span className={`pm-state pm-state-${page.state}`} data-testid="record-state">
            {page.state_label}
          </span>
        </p>
        <p className="pm-number">{`${page.type_label} ${page.number}`}</p>
        {page.ended && <p className="pm-ended">{t("permit.shared_ended")}</p>}
      </header>
      {page.contacts && page.contacts.rows.length > 0 && <Contacts table={page.contacts} />}
      <section className="an-panel">
        <dl className="an-pairs">
          {page.facts.slice(1).map((fact) => (
            <div key={fact.key} data-testid={`shared-${fact.key}`}>
              <dt>{fact.label}</dt>
              <dd>{fact.text}</dd>
            </div>
          ))}
        </dl>
      </section>
      {page.tables.filter((table) => table.rows.length > 0).map((table) => <Rows key={table.key} table={table} />)}
      <p className="an-help">{t("permit.shared_foot", { at: moment(page.data_time), until: moment(page.until) })}</p>
    </>
  );
}

function Rows({ table }: { table: SharedTable }) {
  return (
    <section className="an-panel" data-testid={`shared-${table.key}`}>
      <h2>{table.label}</h2>
      <ul className="pm-lines">
        {table.rows.map((row, i) => (
          <li key={i}>
            <b>{row[0]}</b>
            <span>{row.slice(1).filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const PHONE_NUMBER = /^[+\d][\d -]{2,}/;
/** Whoever stands there may have to call at once: numbers are links. */
function Contacts({ table }: { table: SharedTable }) {
  return (
    <section className="an-panel pm-contacts" data-testid="shared-contacts">
      <h2>{table.label}</h2>
      <ul className="pm-lines">
        {table.rows.map((row, i) => (
          <li key={i}>
            <b>{row.filter((cell) => !PHONE_NUMBER.test(cell)).join(" · ")}</b>
            {row.filter((cell) => PHONE_NUMBER.test(cell)).map((number) => (
              <a key={number} className="an-button" href={`tel:${PHONE_NUMBER.exec(number)![0].replace(/[ -]/g, "")}`}>
                {number}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Gone({ error }: { error: Refused }) {
  return (
    <section className="an-stand pm-gone" data-testid="shared-gone" data-code={error.problem.code}>
      <h3>{error.problem.title}</h3>
      <p>{error.problem.cure}</p>
    </section>
  );
}

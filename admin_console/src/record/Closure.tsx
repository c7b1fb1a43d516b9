/** What closing needs and what is still missing, and whether the ledger proves it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { RecordDetail } from "@/api/types";
import { ReadFailure } from "@/problem/Stand";
import { useWords } from "@/record/useWords";
import { mayProve } from "@/session/permissions";
import { useSession } from "@/session/session";
import { inPlantTime, moment } from "@/time/format";

export function ClosureElements({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const word = useWords(record);
  if (!record.elements.length) return null;
  const present = record.elements.filter((element) => element.present).length;
  return (
    <section className="an-panel" data-testid="elements">
      <h2>
        {word("elements")}
        <span className="an-panel-note">{t("record.elements_count", { present, all: record.elements.length })}</span>
      </h2>
      <ul className="an-elements">
        {record.elements.map((element) => (
          <li
            key={element.key}
            className={element.present ? "an-present" : "an-missing"}
            data-testid={`element-${element.key}`}
            data-present={element.present}
          >
            <span aria-hidden>{element.present ? "✓" : "○"}</span>
            <b>{element.label}</b>
            <span>{element.reason ? inPlantTime(element.reason) : t(element.present ? "record.element_present" : "record.element_missing")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function LedgerState({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const { ledger } = record;
  const proves = mayProve(useSession());
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: () => records.verify(record.type, record.id),
    // Verifying may find newer seals than the page shows.
    onSuccess: () => client.invalidateQueries({ queryKey: ["record", record.type, record.id] }),
  });
  return (
    <section className="an-panel" data-testid="ledger-state">
      <h2>{t("ledger.title")}</h2>
      <p className="an-ledger-line">
        <b>{t("ledger.sealed_of", { sealed: ledger.sealed, events: ledger.events })}</b>
        {ledger.seal_no !== undefined && ledger.seal_no !== null && (
          <span>{t("ledger.seal", { no: ledger.seal_no, at: moment(ledger.sealed_at) })}</span>
        )}
        {ledger.head && <code className="an-hash">{ledger.head.slice(0, 24)}…</code>}
      </p>
      {proves && (<div className="an-row">
        <button type="button" className="an-button" data-testid="verify" disabled={check.isPending} onClick={() => check.mutate()}>
          {t(check.isPending ? "ledger.checking" : "ledger.verify")}
        </button>
        <a className="an-button" data-testid="evidence" href={records.evidenceAddress(record.type, record.id)} download>
          {t("ledger.evidence")}
        </a>
      </div>)}
      {check.isError && <ReadFailure error={check.error} />}
      {check.data && (
        <div className={`an-verdict ${check.data.ok ? "an-verdict-ok" : "an-verdict-bad"}`} role="status" data-testid="verdict" data-ok={check.data.ok}>
          <b>{t(check.data.ok ? "ledger.ok" : "ledger.bad")}</b>
          <span>{t("ledger.sealed_of", { sealed: check.data.sealed, events: check.data.events })}</span>
          {check.data.findings.map((finding, i) => (
            <p key={i}>{finding}</p>
          ))}
        </div>
      )}
    </section>
  );
}

/** What a rule says of a value: its level in colour and words, value beside limit, clause, age. */
import { useTranslation } from "react-i18next";
import type { Duty, JudgedRow } from "@/api/ruleTypes";
import { spanText } from "@/time/SpanText";
import "@/form/verdict.css";

export function VerdictCard({ row, titled }: { row: JudgedRow; titled?: boolean }) {
  const { t } = useTranslation();
  const [judged] = row.facts ?? [];
  const quiet = row.severity === "allow";
  // A choice's code says nothing to people: its table's title does.
  const measured = judged && !/^[a-z_]+$/.test(judged.value) && [judged.value, judged.unit].filter(Boolean).join(" ");
  return (
    <div className={`an-verdict an-verdict-${row.colour || row.severity}`} role="status" data-testid={`verdict-${row.field}`} data-level={row.level} data-severity={row.severity}>
      <p className="an-verdict-head">
        <b className="an-verdict-level">{row.level_label || t(`verdict.severity_${row.severity}`)}</b>
        {quiet ? titled && <span>{[row.title, measured].filter(Boolean).join(" ")}</span> : <span>{row.message}</span>}
      </p>
      {(row.entered || judged?.limit || row.clause || row.unverified) && (
        <p className="an-verdict-facts">
          {row.entered && measured && <span>{t("verdict.converted", { entered: row.entered, value: measured })}</span>}
          {judged?.limit && (
            <span>
              {t("verdict.limit", { kind: row.limit_kind && /^[A-Z]/.test(row.limit_kind) ? `${row.limit_kind} ` : "", limit: `${judged.limit} ${judged.unit ?? ""}`.trim() })}
            </span>
          )}
          {row.clause && <span>{t("verdict.clause", { clause: [[row.clause.norm, row.clause.edition].filter(Boolean).join("-"), row.clause.clause].join(" ") })}</span>}
          {judged?.age_seconds != null && judged.age_seconds >= 60 && <span>{t("verdict.measured", { span: spanText(judged.age_seconds / 60, t) })}</span>}
          {row.unverified && <span className="an-tag">{t("verdict.unverified")}</span>}
        </p>
      )}
    </div>
  );
}

/** What follows once the form is sent. */
export function Duties({ duties }: { duties: Duty[] }) {
  const { t } = useTranslation();
  const said = duties.map((duty) => {
    const words = { role: duty.role_label, field: duty.field_label, span: spanText(duty.minutes ?? 0, t) };
    const text = String(t(`verdict.duty_${duty.kind}` as never, words as never));
    return duty.advisory ? String(t("verdict.advisory", { text })) : text;
  });
  if (!said.length) return null;
  return (
    <section className="an-verdict-duties" data-testid="duties">
      <b>{t("verdict.duties")}</b>
      <ul>
        {said.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

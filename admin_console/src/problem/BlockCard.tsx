/** A refusal that explains itself: rule, measured value beside limit with its age, clause, cure. */
import { useTranslation } from "react-i18next";
import type { ExplanationNode, Fact, FieldError, Problem } from "@/api/types";
import { spanText } from "@/time/SpanText";
import { inPlantTime } from "@/time/format";

export function BlockCard({ problem, errors }: { problem: Problem; errors?: FieldError[] }) {
  const { t } = useTranslation();
  const known = t(`problem.http_${problem.status}`, { defaultValue: t("problem.http_other") });
  const title = problem.title || known;
  return (
    <section className="an-block" role="alert" data-testid="block-card" data-code={problem.code}>
      <h3>
        <span className="an-block-sign" aria-hidden>
          !
        </span>
        {inPlantTime(title)}
      </h3>
      {problem.detail && problem.detail !== title && !problem.errors?.length && <p>{inPlantTime(problem.detail)}</p>}
      {problem.facts && problem.facts.length > 0 && <FactTable facts={problem.facts} />}
      {errors?.map((error, i) => (
        <p key={i} className="an-block-error">
          {error.row != null && <b>{t("problem.row", { row: error.row })}</b>}
          {error.label && <b>{error.label}</b>} {inPlantTime(error.message)} {error.cure}
        </p>
      ))}
      {problem.alarms && problem.alarms.length > 0 && (
        <p className="an-block-error" data-testid="alarms-raised">
          {t("problem.alarms", { codes: problem.alarms.join("、") })}
        </p>
      )}
      {problem.clause && (
        <p className="an-block-clause">
          {t("problem.clause")}
          <b>
            {[problem.clause.norm, problem.clause.edition].filter(Boolean).join("-")} {problem.clause.clause}
          </b>
        </p>
      )}
      <p className="an-block-cure">
        <b>{t("problem.cure")}</b>
        {problem.cure || t(`problem.cure_${problem.status}`, { defaultValue: t("problem.cure_other") })}
      </p>
      {problem.incident && <p>{t("problem.incident", { number: problem.incident })}</p>}
      {problem.explanation && (
        <details>
          <summary>{t("problem.why")}</summary>
          <ul className="an-why">
            <ExplanationBranch node={problem.explanation} />
          </ul>
        </details>
      )}
    </section>
  );
}

function FactTable({ facts }: { facts: Fact[] }) {
  const { t } = useTranslation();
  const said = useMeasured();
  const aged = facts.some((fact) => fact.age_seconds != null);
  return (
    <div className="an-scroll">
      <table className="an-facts">
        <thead>
          <tr>
            <th>{t("problem.fact")}</th>
            <th>{t("problem.value")}</th>
            <th>{t("problem.limit")}</th>
            {aged && <th>{t("problem.age")}</th>}
          </tr>
        </thead>
        <tbody>
          {facts.map((fact, i) => (
            <tr key={i}>
              <td>{fact.label || fact.name}</td>
              <td className="an-measured">
                {said(fact.value, fact.unit)}
              </td>
              <td>{fact.limit ? said(fact.limit, fact.unit) : "—"}</td>
              {aged && <td>{fact.age_seconds == null ? "—" : spanText(fact.age_seconds / 60, t)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const YES_OR_NO: Record<string, "form.yes" | "form.no"> = { true: "form.yes", false: "form.no" };

/** A measured value in words: rules know yes and no as true and false. */
function useMeasured(): (value: string, unit?: string) => string {
  const { t } = useTranslation();
  return (value, unit) => (YES_OR_NO[value] ? t(YES_OR_NO[value]) : inPlantTime([value, unit].filter(Boolean).join(" ")));
}

function ExplanationBranch({ node }: { node: ExplanationNode }) {
  const { t } = useTranslation();
  const said = useMeasured();
  const verdict = node.verdict ?? (node.passed ? "pass" : "fail");
  return (
    <li className={`an-why-${verdict}`}>
      <b>{t(`problem.verdict_${verdict}`)}</b> {inPlantTime(node.text ?? node.rule)}
      {node.facts?.map((fact, i) => (
        <span key={i} className="an-why-fact">
          {fact.label || fact.name} {said(fact.value, fact.unit)}
          {fact.limit && ` / ${said(fact.limit, fact.unit)}`}
        </span>
      ))}
      {node.children && node.children.length > 0 && (
        <ul>
          {node.children.map((child, i) => (
            <ExplanationBranch key={i} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

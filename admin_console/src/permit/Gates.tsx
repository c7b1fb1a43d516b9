/** Every gate of a form with its fact beside the limit, its age and its clause; asked again while the page is open. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { forms } from "@/api/endpoints";
import type { JudgedRow } from "@/api/ruleTypes";
import type { Definition, Fact, RecordData, RecordDetail } from "@/api/types";
import { readyForWire } from "@/form/values";
import { ReadFailure, Skeleton } from "@/problem/Stand";
import { inPlantTime, moment } from "@/time/format";
import { spanText } from "@/time/SpanText";

const AGAIN_SECONDS = 30;
const ORDER = ["block", "escalate", "warn", "notice", "allow"];
const YES_OR_NO: Record<string, "form.yes" | "form.no"> = { true: "form.yes", false: "form.no" };
const SIGNS: Record<string, string> = { block: "✗", escalate: "!", warn: "!", notice: "i", allow: "✓" };

type Input = {
  record: RecordDetail;
  definition: Definition;
  form: string;
  /** What the form is for: the outcome's own word. */
  what: string;
  /** Where a limit is explained by its layers; at the desk. */
  standards?: boolean;
  values?: RecordData;
};

/** What the server says of the form now, with what is typed so far. */
export function useGates({ record, definition, form, values = {} }: Omit<Input, "what" | "standards">) {
  const shape = definition.forms[form];
  // A signature or a photo changes nothing that a gate looks at, but would ask again.
  const judged = (shape?.fields ?? []).filter((field) => field.kind !== "signature" && field.kind !== "photo");
  const data = JSON.stringify(readyForWire(judged, values));
  return useQuery({
    queryKey: ["gates", record.type, record.id, record.version, form, data],
    queryFn: () => forms.check(record.type, form, { data: JSON.parse(data) as RecordData, record: record.id }),
    refetchInterval: AGAIN_SECONDS * 1000,
    placeholderData: (before) => before,
    enabled: Boolean(shape),
    retry: false,
  });
}

export function Gates(input: Input) {
  const { t } = useTranslation();
  const gates = useGates(input);
  if (!input.definition.forms[input.form]) return null;
  if (gates.data === undefined) return gates.isError ? <ReadFailure error={gates.error} again={() => void gates.refetch()} /> : <Skeleton />;
  const rows = [...gates.data.rows].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const open = rows.filter((row) => row.severity !== "allow");
  const met = rows.filter((row) => row.severity === "allow");
  const blocks = rows.filter((row) => row.severity === "block").length;
  const said = blocks ? t("permit.gates_blocked", { what: input.what, count: blocks }) : open.length ? t("permit.gates_open", { what: input.what, count: open.length }) : t("permit.gates_met", { what: input.what });
  return (
    <section className={`an-panel pm-gates pm-gates-${blocks ? "block" : open.length ? "open" : "met"}`} data-testid="gates" data-blocks={gates.isPlaceholderData ? "" : blocks}>
      <h2>
        {said}
        <small className="an-panel-note">{gates.isPlaceholderData ? t("permit.gates_asking") : t("permit.gates_at", { at: moment(new Date(gates.dataUpdatedAt).toISOString()).slice(11) })}</small>
      </h2>
      {gates.isError && <p className="an-warn">{t("permit.gates_old")}</p>}
      <ul>
        {open.map((row) => (
          <Gate key={row.table + row.reason + row.item + row.message} row={row} definition={input.definition} standards={input.standards} />
        ))}
      </ul>
      {met.length > 0 && (
        <details className="pm-fold" open={!open.length && met.length <= 4}>
          <summary>{t("permit.gates_met_count", { count: met.length })}</summary>
          <ul>
            {met.map((row) => (
              <Gate key={row.table + row.reason + row.item + row.message} row={row} definition={input.definition} standards={input.standards} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Nobody reads thousandths of a minute. */
const rounded = (value: string) => (/^-?\d+\.\d{2,}$/.test(value) ? String(Math.round(Number(value) * 10) / 10) : value);

/** A choice among the facts in its own words; the rules know only its code. */
function wordOf(definition: Definition, value: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(value)) return value;
  const items = Object.values(definition.code_lists).flatMap((list) => list.items);
  return items.find((item) => item.code === value)?.label ?? value;
}

function Gate({ row, definition, standards }: { row: JudgedRow; definition: Definition; standards?: boolean }) {
  const { t } = useTranslation();
  const said = ({ value, unit }: Fact) => (YES_OR_NO[value] ? t(YES_OR_NO[value]) : inPlantTime([rounded(wordOf(definition, value)), unit].filter(Boolean).join(" ")));
  return (
    <li className={`pm-gate pm-gate-${row.severity}`} data-testid={`gate-${row.reason || row.table}`} data-severity={row.severity}>
      <span className="pm-gate-sign" aria-hidden>
        {SIGNS[row.severity] ?? "i"}
      </span>
      <div>
        <p>
          <b>{row.title}</b> {row.severity === "allow" && row.item} <span className="pm-gate-word">{t(`verdict.severity_${row.severity}`)}</span>
        </p>
        {row.severity !== "allow" && <p>{inPlantTime(row.message)}</p>}
        <p className="pm-gate-facts">
          {row.facts?.map((fact) => (
            <span key={fact.name}>
              {fact.label || fact.name} <b>{said(fact)}</b>
              {fact.limit && <Against limit={t("permit.against", { limit: inPlantTime([fact.limit, fact.unit].filter(Boolean).join(" ")) })} to={standards ? `/standards?table=${row.table}` : ""} />}
              {fact.age_seconds != null && t("permit.aged", { span: spanText(fact.age_seconds / 60, t) })}
            </span>
          ))}
          {row.clause && <span>{t("verdict.clause", { clause: [row.clause.norm, row.clause.clause].filter(Boolean).join(" ") })}</span>}
          {row.unverified && <span className="an-tag">{t("verdict.unverified")}</span>}
        </p>
      </div>
    </li>
  );
}

const Against = ({ limit, to }: { limit: string; to: string }) => (to ? <Link to={to}>{limit}</Link> : <>{limit}</>);

/** The verdicts that a record keeps, newest first, in the words of the rules that still stand. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { rules } from "@/api/endpoints";
import type { JudgedRow } from "@/api/ruleTypes";
import type { RecordDetail } from "@/api/types";
import { VerdictCard } from "@/form/VerdictCard";
import { moment } from "@/time/format";

const ORDER = ["block", "escalate", "warn", "notice", "allow"];
const worstFirst = (rows: JudgedRow[]) =>
  rows.filter((row) => row.level || row.severity !== "allow").sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));

export function Judgements({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const kept = useQuery({ queryKey: ["judgements", record.type, record.id, record.version], queryFn: () => rules.kept(record.type, record.id) });
  const spoken = kept.data?.filter((each) => !each.same || each.rows.some((row) => row.level || row.severity !== "allow")) ?? [];
  if (!spoken.length) return null;
  return (
    <section className="an-panel" data-testid="judgements">
      <h2>{t("verdict.kept")}</h2>
      {spoken.map((each) => (
        <div key={each.version} className="an-kept">
          <p className="an-help">{t(each.same ? "verdict.kept_at" : "verdict.kept_changed", { at: moment(each.at), severity: t(`verdict.severity_${each.severity}` as "verdict.severity_warn") })}</p>
          {worstFirst(each.rows).map((row) => (
            <VerdictCard key={row.table + row.reason} row={row} titled />
          ))}
        </div>
      ))}
    </section>
  );
}

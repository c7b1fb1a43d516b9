/** What a guardian looks at from an arm's length, below the time left: the next gas test, how many are inside. */
import { useTranslation } from "react-i18next";
import type { Definition, RecordDetail } from "@/api/types";
import { LIVE, rowsOf, runningRows, SOON_MINUTES } from "@/permit/data";
import { dueNext, overLimit } from "@/permit/guarding";
import { useNow } from "@/permit/useNow";
import { moment } from "@/time/format";
import { spanText } from "@/time/SpanText";

const urgencyAt = (minutes: number) => (minutes < 0 ? "late" : minutes < SOON_MINUTES ? "soon" : "calm");

export function WatchFigures({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const now = useNow();
  const due = dueNext(record, definition, now);
  const over = overLimit(record, definition);
  const passages = rowsOf(record.data, "passages").length;
  if (!LIVE.includes(record.state) || (!due && !over && !passages)) return null;
  const span = (minutes: number) => t(minutes < 0 ? "permit.over_by" : "permit.still", { span: spanText(minutes, t) });
  return (
    <dl className="pm-figures" data-testid="figures">
      {over && (
        <div className="pm-figure pm-figure-late" data-testid="gas-again">
          <dt>{t("permit.gas_again")}</dt>
          <dd>{t("permit.gas_again_when")}</dd>
        </div>
      )}
      {due && !over && (
        <div className={`pm-figure pm-figure-${urgencyAt(due.minutes)}`} data-testid="gas-due" data-minutes={due.minutes}>
          <dt>{t("permit.gas_due_at", { at: moment(due.at).slice(11) })}</dt>
          <dd>{span(due.minutes)}</dd>
        </div>
      )}
      {passages > 0 && (
        <div className="pm-figure pm-figure-calm">
          <dt>{t("permit.inside_now")}</dt>
          <dd>{t("permit.people", { count: runningRows(record.data, "passages").length })}</dd>
        </div>
      )}
    </dl>
  );
}

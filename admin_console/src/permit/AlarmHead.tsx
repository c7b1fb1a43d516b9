/** What an alarm is about, at first sight: its kind and code, since when, which permit, who does what next. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Definition, RecordDetail } from "@/api/types";
import { labelOf, textOf } from "@/permit/data";
import { inPlantTime, moment } from "@/time/format";
import { Ago } from "@/time/SpanText";

type Shown = { record: RecordDetail; definition: Definition };

export function AlarmHead({ record, definition }: Shown) {
  const { t } = useTranslation();
  const { data } = record;
  const code = textOf(data, "code");
  const kind = definition.code_lists.permit_alarm_kind?.items.find((item) => item.code === code);
  const permit = textOf(data, "permit");
  const since = textOf(data, "since");
  const open = !record.closed_at;
  return (
    <section className={`an-panel pm-alarm${open ? " pm-alarm-open" : ""}`} data-testid="alarm-head">
      <h2>{labelOf(definition, "permit_alarm_kind", code)}</h2>
      <p className="pm-alarm-said">{inPlantTime(record.title)}</p>
      <dl className="an-pairs">
        <div>
          <dt>{t("live.alarm_permit")}</dt>
          <dd>
            <Link to={`/record/permit/${permit}`} data-testid="alarm-permit">
              {record.names?.[permit] ?? permit}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t("live.alarm_code")}</dt>
          <dd>{[code, kind?.clause].filter(Boolean).join(" · ")}</dd>
        </div>
        <div>
          <dt>{t("live.alarm_since")}</dt>
          <dd>
            {moment(since)} {open && since && <Ago at={since} />}
          </dd>
        </div>
        {open && (
          <div>
            <dt>{t("live.alarm_next")}</dt>
            <dd>{t(record.state === "confirming" ? "live.confirms" : "live.handles", { name: record.owner?.name ?? t("live.responsible") })}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

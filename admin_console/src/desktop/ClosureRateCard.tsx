/** The closure rate under both formulas, with numerator and denominator in sight. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { work } from "@/api/endpoints";
import type { Rate } from "@/api/types";
import { Loaded } from "@/problem/Stand";
import { day, moment, wire } from "@/time/format";

export function ClosureRateCard() {
  const { t } = useTranslation();
  const today = day(wire());
  const from = `${today.slice(0, 8)}01`;
  const rate = useQuery({ queryKey: ["closure-rate", from, today], queryFn: () => work.closureRate(from, today) });
  return (
    <section className="an-panel" data-testid="closure-rate">
      <h2>{t("rate.title")}</h2>
      <Loaded of={rate}>
        {(data) => (
          <>
            <div className="dk-rates">
              <RateFigure name="literal" rate={data.literal} />
              <RateFigure name="due_only" rate={data.due_only} />
            </div>
            <p className="an-help">
              {t("rate.period", { from: data.from, to: data.to })} · {t("state.data_time", { at: moment(data.data_time) })}
              {data.excluded_import > 0 && ` · ${t("rate.excluded", { count: data.excluded_import })}`}
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}

function RateFigure({ name, rate }: { name: "literal" | "due_only"; rate: Rate }) {
  const { t } = useTranslation();
  const known = rate.rate !== undefined && rate.rate !== null;
  return (
    <div>
      <span className="an-small-label">{t(`rate.${name}`)}</span>
      <strong>{known ? `${rate.rate}%` : "—"}</strong>
      <span className="dk-fraction">{known ? `${rate.numerator} / ${rate.denominator}` : t("rate.none")}</span>
      <span className="an-help">{t(`rate.${name}_formula`)}</span>
    </div>
  );
}

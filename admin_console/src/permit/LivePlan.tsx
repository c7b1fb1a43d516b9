/** Permits by area on the plant's plan: how many, and in the colour of the worst of them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Geofence } from "@/api/planTypes";
import type { Row } from "@/api/types";
import { countBy } from "@/permit/live";
import { textOf, type Urgency, urgencyOf } from "@/permit/data";
import { PlanMap, type Shade } from "@/plan/PlanMap";
import { hasFence, isOn, useGeofences, usePlans } from "@/plan/usePlans";
import { colour } from "@/theme/tokens";

const WORST: Urgency[] = ["late", "soon", "calm", "none"];
const LOOKS: Record<Urgency, string> = { late: colour.riskRed, soon: colour.riskOrange, calm: colour.accent, none: colour.accent };

type Input = { rows: Row[]; now: Date; selected?: string; select: (area: string) => void };

export function LivePlan({ rows, now, selected, select }: Input) {
  const { t } = useTranslation();
  const plans = usePlans();
  const fences = useGeofences();
  const plan = (plans.data?.items ?? []).find((each) => each.georeference);
  const areas = useMemo(() => (fences.data?.items ?? []).filter((area) => plan && hasFence(area) && isOn(plan, area)), [fences.data, plan]);
  // The map draws anew when this text changes, not with every second.
  const worst = JSON.stringify(worstOf(rows, now));
  const counts = JSON.stringify([...countBy(rows, (row) => row.area?.id)]);
  const shade = useMemo(() => {
    const by = JSON.parse(worst) as Record<string, Urgency>;
    const count = new Map(JSON.parse(counts) as [string, number][]);
    return (area: Geofence): Shade => {
      const n = count.get(area.id) ?? 0;
      if (!n) return { line: colour.inkFaint, fill: colour.next, opacity: 0.08 };
      const look = by[area.id] ?? "calm";
      return { line: LOOKS[look], fill: LOOKS[look], opacity: 0.4, label: `${n} ${t(`permit.on_plan_${look}`)}` };
    };
  }, [worst, counts, t]);
  if (!plan) return plans.isSuccess ? <p className="an-help">{t("permit.no_plan")}</p> : null;
  return (
    <div className="an-panel pm-plan">
      <PlanMap plan={plan} areas={areas} shade={shade} selected={selected} onSelect={(area) => select(area.id)} height={420} label={t("permit.live_title")} />
    </div>
  );
}

function worstOf(rows: Row[], now: Date): Record<string, Urgency> {
  const found: Record<string, Urgency> = {};
  for (const row of rows) {
    const area = row.area?.id;
    if (!area) continue;
    const { urgency } = urgencyOf(row.state, textOf(row.data, "planned_end"), now);
    const before = found[area];
    if (before === undefined || WORST.indexOf(urgency) < WORST.indexOf(before)) found[area] = urgency;
  }
  return found;
}

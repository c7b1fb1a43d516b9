/** Permits by area on the plant's plan: how many in which state, in the colour of the worst of them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Geofence } from "@/api/planTypes";
import type { Row } from "@/api/types";
import { countBy, ON_THE_BOARD } from "@/permit/live";
import { textOf, type Urgency, urgencyOf } from "@/permit/data";
import { PlanMap, type Shade } from "@/plan/PlanMap";
import { hasFence, isOn, useGeofences, usePlans } from "@/plan/usePlans";
import { colour } from "@/theme/tokens";

const WORST: Urgency[] = ["late", "soon", "calm", "none"];
const LOOKS: Record<Urgency, string> = { late: colour.riskRed, soon: colour.riskOrange, calm: colour.accent, none: colour.accent };

type Input = { rows: Row[]; alarms: Row[]; now: Date; selected?: string; select: (area: string) => void };

export function LivePlan({ rows, alarms, now, selected, select }: Input) {
  const { t } = useTranslation();
  const plans = usePlans();
  const fences = useGeofences();
  const plan = (plans.data?.items ?? []).find((each) => each.georeference);
  const areas = useMemo(() => (fences.data?.items ?? []).filter((area) => plan && hasFence(area) && isOn(plan, area)), [fences.data, plan]);
  // The map draws anew when this text changes, not with every second.
  const worst = JSON.stringify(worstOf(rows, now));
  const counts = JSON.stringify(saidOf(rows));
  const alarmed = JSON.stringify(Object.fromEntries(countBy(alarms, (row) => row.area?.id)));
  const shade = useMemo(() => {
    const by = JSON.parse(worst) as Record<string, Urgency>;
    const said = JSON.parse(counts) as Record<string, string>;
    const open = JSON.parse(alarmed) as Record<string, number>;
    return (area: Geofence): Shade => {
      const states = said[area.id];
      const count = open[area.id];
      if (count) return { line: colour.riskRed, fill: colour.riskRed, opacity: 0.4, label: [states, t("live.alarms_of", { count })].filter(Boolean).join(" · ") };
      if (!states) return { line: colour.inkFaint, fill: colour.next, opacity: 0.08 };
      const look = by[area.id] ?? "calm";
      const urgent = look === "late" ? t("live.on_plan_late") : look === "soon" ? t("live.on_plan_soon") : "";
      return { line: LOOKS[look], fill: LOOKS[look], opacity: 0.4, label: [states, urgent].filter(Boolean).join(" · ") };
    };
  }, [worst, counts, alarmed, t]);
  if (!plan) return plans.isSuccess ? <p className="an-help">{t("permit.no_plan")}</p> : null;
  return (
    <div className="an-panel pm-plan">
      <PlanMap plan={plan} areas={areas} shade={shade} selected={selected} onSelect={(area) => select(area.id)} height={420} label={t("permit.live_title")} />
    </div>
  );
}

/** By area: its states with how many permits are in each. */
function saidOf(rows: Row[]): Record<string, string> {
  const said: Record<string, string> = {};
  for (const area of new Set(rows.map((row) => row.area?.id))) {
    if (!area) continue;
    const here = rows.filter((row) => row.area?.id === area);
    const states = countBy(here, (row) => row.state);
    const label = (state: string) => here.find((row) => row.state === state)!.state_label;
    said[area] = ON_THE_BOARD.filter((state) => states.has(state)).map((state) => `${label(state)} ${states.get(state)}`).join(" · ");
  }
  return said;
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

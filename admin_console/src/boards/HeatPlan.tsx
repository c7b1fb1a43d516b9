/** How many where: areas on the plant's plan, the more the darker, and the same as a ranking. */
import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Geofence } from "@/api/planTypes";
import { listPage } from "@/boards/boardCalls";
import type { Widget } from "@/boards/boardTypes";
import { TopList } from "@/boards/Entries";
import { PlanMap } from "@/plan/PlanMap";
import { hasFence, isOn, useGeofences, usePlans } from "@/plan/usePlans";
import { colour } from "@/theme/tokens";

const RANKED = 8;
const STEPS = [0.12, 0.3, 0.45, 0.6, 0.75];

export default function HeatPlan({ widget }: { widget: Widget }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const plans = usePlans();
  const fences = useGeofences();
  const [chosen, setChosen] = useState<string>();
  const byArea = useMemo(() => new Map(widget.entries.map((entry) => [entry.keys[0]!.key, entry.figures[0]!])), [widget]);
  const most = Math.max(1, ...widget.entries.map((entry) => entry.figures[0]!.n));
  const usable = (plans.data?.items ?? []).filter((plan) => plan.georeference);
  const plan = usable.find((each) => each.id === chosen) ?? usable[0];
  const areas = useMemo(() => (fences.data?.items ?? []).filter((area) => plan && hasFence(area) && isOn(plan, area)), [fences.data, plan]);
  const shade = useMemo(
    () => (area: Geofence) => {
      const count = byArea.get(area.id)?.n ?? 0;
      const step = count === 0 ? 0 : Math.min(STEPS.length - 1, 1 + Math.floor(((count - 1) / most) * (STEPS.length - 1)));
      return { line: count ? colour.riskRed : colour.inkFaint, fill: count ? colour.riskRed : colour.next, opacity: STEPS[step], label: String(count) };
    },
    [byArea, most],
  );
  const ranking = widget.entries.length ? <TopList widget={{ ...widget, entries: widget.entries.slice(0, RANKED) }} /> : <p className="bd-nothing">{t("board.nothing")}</p>;
  if (!plan) return ranking;
  return (
    <div className="bd-heat">
      <div>
        {usable.length > 1 && (
          <Select value={plan.id} onChange={setChosen} options={usable.map((each) => ({ value: each.id, label: each.title }))} aria-label={t("board.plan")} />
        )}
        <PlanMap
          plan={plan}
          areas={areas}
          shade={shade}
          height={340}
          label={widget.title}
          onSelect={(area) => {
            const link = byArea.get(area.id)?.list;
            if (link) void go(listPage(link));
          }}
        />
        <p className="an-help">{t("board.heat_help")}</p>
      </div>
      {ranking}
    </div>
  );
}

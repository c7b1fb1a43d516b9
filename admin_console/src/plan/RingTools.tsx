/** Drawing a boundary: click for corners, undo, begin anew; how large it is so far. */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Geofence, Georeference, LonLat, Plan } from "@/api/planTypes";
import { placeOf, sizeOf } from "@/plan/georeference";
import { PlanMap } from "@/plan/PlanMap";
import { Ring } from "@/plan/Ring";

type Input = { plan: Plan; by: Georeference; ring: LonLat[]; change: (ring: LonLat[]) => void; others: Geofence[]; height?: number };
export function RingTools({ plan, by, ring, change, others, height }: Input) {
  const { t } = useTranslation();
  const before = useRef<LonLat[][]>([]);
  const put = (next: LonLat[]) => {
    before.current.push(ring);
    change(next);
  };
  const undo = () => {
    const last = before.current.pop();
    if (last) change(last);
  };
  return (
    <div data-testid="ring-tools">
      <div className="an-plan-tools">
        <p className="an-help">{t(ring.length < 3 ? "plan.draw_how" : "plan.draw_on")}</p>
        {ring.length > 2 && <span className="an-panel-note" data-testid="ring-size">{t("plan.size", { corners: ring.length, metres: Math.round(sizeOf(ring)) })}</span>}
        <button type="button" className="an-button" data-testid="ring-undo" disabled={!before.current.length} onClick={undo}>
          {t("plan.undo")}
        </button>
        <button type="button" className="an-button" data-testid="ring-clear" disabled={!ring.length} onClick={() => put([])}>
          {t("plan.clear")}
        </button>
      </div>
      <PlanMap plan={plan} areas={others} onPick={(at) => put([...ring, placeOf(by, at)])} height={height}>
        <Ring by={by} ring={ring} change={put} />
      </PlanMap>
    </div>
  );
}

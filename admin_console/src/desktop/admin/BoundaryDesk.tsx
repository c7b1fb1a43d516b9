/** Drawing an area's boundary over the whole plan. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Geofence, LonLat, Plan } from "@/api/planTypes";
import type { FieldValue } from "@/api/types";
import { SaveBar } from "@/desktop/admin/SaveBar";
import { usePlaceSaved } from "@/desktop/admin/usePlaceSaved";
import { boundaryOf } from "@/plan/georeference";
import { RingTools } from "@/plan/RingTools";

type Input = { plan: Plan; area: Geofence; others: Geofence[]; done: () => void };
export function BoundaryDesk({ plan, area, others, done }: Input) {
  const { t } = useTranslation();
  const [ring, setRing] = useState<LonLat[]>(area.boundary ?? []);
  const { save, trouble, sending } = usePlaceSaved("area", area.id, done);
  const gone = !ring.length && area.boundary !== null;
  return (
    <section className="an-panel" data-testid="boundary-desk">
      <h2>{t("plan.boundary_of", { area: area.title })}</h2>
      {plan.georeference && <RingTools plan={plan} by={plan.georeference} ring={ring} change={setRing} others={others} height={600} />}
      {gone && <p className="an-warn">{t("plan.boundary_gone")}</p>}
      <SaveBar
        ready={ring.length > 2 || gone}
        sending={sending}
        trouble={trouble}
        saveLabel={gone ? t("plan.remove_boundary") : undefined}
        save={() => void save({ boundary: (gone ? null : boundaryOf(ring)) as unknown as FieldValue })}
        leave={done}
      />
    </section>
  );
}

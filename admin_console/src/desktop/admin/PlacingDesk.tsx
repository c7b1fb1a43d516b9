/** Putting an equipment on the plan with one click. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EquipmentPlace, Geofence, LonLat, Plan } from "@/api/planTypes";
import { SaveBar } from "@/desktop/admin/SaveBar";
import { usePlaceSaved } from "@/desktop/admin/usePlaceSaved";
import { degrees, placeOf } from "@/plan/georeference";
import { PlanMap } from "@/plan/PlanMap";
import { wire } from "@/time/format";

type Input = { plan: Plan; equipment: EquipmentPlace; areas: Geofence[]; others: EquipmentPlace[]; done: () => void };
export function PlacingDesk({ plan, equipment, areas, others, done }: Input) {
  const { t } = useTranslation();
  const [at, setAt] = useState<LonLat | null>(equipment.at);
  const { save, trouble, sending } = usePlaceSaved("equipment", equipment.id, done);
  const shown = useMemo(() => {
    const rest = others.filter((one) => one.id !== equipment.id);
    return at ? [...rest, { ...equipment, at }] : rest;
  }, [others, equipment, at]);
  const by = plan.georeference;
  if (!by) return null;
  const moved = at !== null && at !== equipment.at;
  return (
    <section className="an-panel" data-testid="placing-desk">
      <h2>
        {t("plan.placing", { name: `${equipment.code} ${equipment.title}` })}
        <Link className="an-panel-note" to={`/record/equipment/${equipment.id}`}>
          {t("plan.open_equipment")}
        </Link>
      </h2>
      <p className="an-help">{at ? t("plan.placed_at", { lon: degrees(at[0]), lat: degrees(at[1]) }) : t("plan.place_how")}</p>
      <PlanMap plan={plan} areas={areas} equipment={shown} onPick={(pixel) => setAt(placeOf(by, pixel))} height={600} />
      <SaveBar
        ready={moved}
        sending={sending}
        trouble={trouble}
        save={() => at && void save({ position: { lat: degrees(at[1]), lon: degrees(at[0]), system: "WGS-84", source: "manual", at: wire() } })}
        leave={done}
      />
    </section>
  );
}

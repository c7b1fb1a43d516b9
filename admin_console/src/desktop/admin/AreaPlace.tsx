/** Where an area lies on the plan, and by what it is decided who stands in it. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isOn, planFor, useGeofences, usePlans } from "@/plan/usePlans";
import { Skeleton } from "@/problem/Stand";

const PlanMap = lazy(() => import("@/plan/PlanMap").then((room) => ({ default: room.PlanMap })));

export function AreaPlace({ id }: { id: string }) {
  const { t } = useTranslation();
  const plans = usePlans();
  const fences = useGeofences();
  const area = fences.data?.items.find((one) => one.id === id);
  if (!area || !plans.data) return null;
  const plan = planFor(plans.data.items, area.floor);
  return (
    <section className="an-panel" data-testid="area-place">
      <h2>{t("plan.where")}</h2>
      {!area.boundary && <p className={area.centre ? "an-help" : "an-warn"}>{area.centre ? t("plan.by_radius", { metres: Math.round(area.radius_m) }) : t("plan.no_fence")}</p>}
      {plan ? (
        <Suspense fallback={<Skeleton />}>
          <PlanMap plan={plan} areas={(fences.data?.items ?? []).filter((one) => isOn(plan, one))} selected={id} height={300} />
        </Suspense>
      ) : (
        <p className="an-help">{t("plan.none")}</p>
      )}
      <p>
        <Link to="/plan">{t("plan.see_plan")}</Link>
      </p>
    </section>
  );
}

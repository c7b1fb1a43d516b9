/** A boundary as a field of a form: drawn on the plan of its floor. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { LonLat } from "@/api/planTypes";
import type { FieldValue } from "@/api/types";
import { useFormSetting } from "@/form/context";
import type { FieldInput } from "@/form/FieldRow";
import { boundaryOf, ringOf } from "@/plan/georeference";
import { RingTools } from "@/plan/RingTools";
import { planFor, useGeofences, usePlans } from "@/plan/usePlans";
import { ReadFailure, Skeleton } from "@/problem/Stand";
import { mayCreate } from "@/session/permissions";
import { useSession } from "@/session/session";

export default function BoundaryField({ value, change }: FieldInput) {
  const { t } = useTranslation();
  const session = useSession();
  const { values } = useFormSetting();
  const plans = usePlans();
  const areas = useGeofences();
  if (plans.isError) return <ReadFailure error={plans.error} again={() => void plans.refetch()} />;
  if (!plans.data) return <Skeleton />;
  const plan = planFor(plans.data.items, typeof values.floor === "string" ? values.floor : "");
  const ring = ringOf(value);
  if (!plan?.georeference)
    return (
      <p className="an-help">
        {ring.length > 0 && `${t("plan.drawn", { corners: ring.length })} `}
        {t("plan.none_to_draw_on")} {mayCreate(session, "plan") && <Link to="/plan/new">{t("admin.add_plan")}</Link>}
      </p>
    );
  const put = (next: LonLat[]) => change((next.length ? boundaryOf(next) : null) as unknown as FieldValue);
  const others = (areas.data?.items ?? []).filter((area) => area.title !== values.name);
  return <RingTools plan={plan} by={plan.georeference} ring={ring} change={put} others={others} height={420} />;
}

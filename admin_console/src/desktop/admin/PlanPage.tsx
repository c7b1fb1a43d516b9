/** The plant plan: areas with their boundaries, equipment in its place; who may, draws and places here. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EquipmentPlace, Geofence, Plan } from "@/api/planTypes";
import { BoundaryDesk } from "@/desktop/admin/BoundaryDesk";
import { PlacingDesk } from "@/desktop/admin/PlacingDesk";
import { PlanMap } from "@/plan/PlanMap";
import { isOn, useGeofences, usePlans } from "@/plan/usePlans";
import { Empty, Loaded } from "@/problem/Stand";
import { mayCreate, mayUpdate } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/desktop/admin/admin.css";
import "@/desktop/admin/places.css";

type Work = { kind: "area"; area: Geofence } | { kind: "equipment"; equipment: EquipmentPlace } | undefined;

export default function PlanPage() {
  const { t } = useTranslation();
  const plans = usePlans();
  const areas = useGeofences();
  const adds = mayCreate(useSession(), "plan");
  return (
    <section data-testid="plan-page">
      <Loaded of={plans}>
        {(found) =>
          found.items.length ? (
            <Loaded of={areas}>{(fences) => <Shown plans={found.items} equipment={found.equipment} areas={fences.items} />}</Loaded>
          ) : (
            <>
              <header className="dk-head">
                <h1>{t("admin.plan")}</h1>
              </header>
              <Empty title={t("plan.none")} cure={t(adds ? "plan.none_cure" : "plan.none_ask")}>
                {adds && (
                  <Link className="an-button an-button-primary" to="/plan/new">
                    {t("admin.add_plan")}
                  </Link>
                )}
              </Empty>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Shown({ plans, areas, equipment }: { plans: Plan[]; areas: Geofence[]; equipment: EquipmentPlace[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const [chosen, setChosen] = useState(plans[0]!.id);
  const [selected, setSelected] = useState<string>();
  const [work, setWork] = useState<Work>();
  const plan = plans.find((one) => one.id === chosen) ?? plans[0]!;
  const here = areas.filter((area) => isOn(plan, area));
  const placed = equipment.filter((one) => one.at && isOn(plan, one));
  const area = here.find((one) => one.id === selected);
  const done = () => setWork(undefined);
  const draws = mayUpdate(session, "area") && plan.georeference !== null;
  const places = mayUpdate(session, "equipment") && plan.georeference !== null;
  return (
    <>
      <header className="dk-head">
        <h1>{t("admin.plan")}</h1>
        <span>{t("plan.counts", { areas: here.length, equipment: placed.length })}</span>
        {mayUpdate(session, "plan") && (
          <Link className="an-button" to={`/record/plan/${plan.id}?edit=1`}>
            {t("plan.change")}
          </Link>
        )}
        {mayCreate(session, "plan") && (
          <Link className="an-button" to="/plan/new">
            {t("admin.add_plan")}
          </Link>
        )}
      </header>
      {plans.length > 1 && (
        <div className="an-chips dk-plan-choice" role="radiogroup" aria-label={t("admin.plan")}>
          {plans.map((one) => (
            <label key={one.id} className={`an-chip${one.id === plan.id ? " an-chip-on" : ""}`}>
              <input type="radio" checked={one.id === plan.id} disabled={Boolean(work)} onChange={() => setChosen(one.id)} />
              {one.floor ? `${one.title} · ${one.floor}` : one.title}
            </label>
          ))}
        </div>
      )}
      {!plan.georeference && (
        <p className="an-warn" role="status">
          {t("plan.no_points")} {mayUpdate(session, "plan") && <Link to={`/record/plan/${plan.id}?edit=1`}>{t("plan.set_points")}</Link>}
        </p>
      )}
      {work?.kind === "area" && <BoundaryDesk plan={plan} area={work.area} others={here.filter((one) => one.id !== work.area.id)} done={done} />}
      {work?.kind === "equipment" && <PlacingDesk plan={plan} equipment={work.equipment} areas={here} others={placed} done={done} />}
      {!work && (
        <div className="dk-two">
          <PlanMap
            plan={plan}
            areas={here}
            equipment={placed}
            selected={selected}
            onSelect={(one) => setSelected(one.id)}
            onSelectEquipment={places ? (one) => setWork({ kind: "equipment", equipment: one }) : undefined}
            height="calc(100vh - 190px)"
          />
          <aside>
            {area && <Chosen area={area} draw={draws ? () => setWork({ kind: "area", area }) : undefined} />}
            <Undrawn areas={areas.filter((one) => !one.boundary)} draw={draws ? (one) => setWork({ kind: "area", area: one }) : undefined} />
            <Unplaced equipment={equipment.filter((one) => !one.at)} place={places ? (one) => setWork({ kind: "equipment", equipment: one }) : undefined} />
            <Legend />
          </aside>
        </div>
      )}
    </>
  );
}

function Chosen({ area, draw }: { area: Geofence; draw?: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="an-panel" data-testid="plan-chosen">
      <h2>{area.title}</h2>
      <p className="an-help">{area.boundary ? t("plan.drawn", { corners: area.boundary.length }) : t(area.centre ? "plan.by_radius" : "plan.no_fence", { metres: Math.round(area.radius_m) })}</p>
      <div className="an-row">
        <Link className="an-button" to={`/record/area/${area.id}`}>
          {t("plan.open_area")}
        </Link>
        {draw && (
          <button type="button" className="an-button an-button-primary" data-testid="draw-boundary" onClick={draw}>
            {t(area.boundary ? "plan.redraw" : "plan.draw")}
          </button>
        )}
      </div>
    </section>
  );
}

function Undrawn({ areas, draw }: { areas: Geofence[]; draw?: (area: Geofence) => void }) {
  const { t } = useTranslation();
  return (
    <section className="an-panel" data-testid="plan-undrawn">
      <h2>
        {t("plan.undrawn")} <span className="an-panel-note">{areas.length}</span>
      </h2>
      {!areas.length && <p className="an-help">{t("plan.all_drawn")}</p>}
      <ul className="dk-plan-list">
        {areas.map((area) => (
          <li key={area.id}>
            <span>
              <Link to={`/record/area/${area.id}`}>{area.title}</Link>
              <em>{area.centre ? t("plan.by_radius", { metres: Math.round(area.radius_m) }) : t("plan.no_fence")}</em>
            </span>
            {draw && (
              <button type="button" className="an-link" onClick={() => draw(area)}>
                {t("plan.draw")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unplaced({ equipment, place }: { equipment: EquipmentPlace[]; place?: (equipment: EquipmentPlace) => void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const found = equipment.filter((one) => `${one.code} ${one.title} ${one.number}`.toLowerCase().includes(q.trim().toLowerCase()));
  return (
    <section className="an-panel" data-testid="plan-unplaced">
      <h2>
        {t("plan.unplaced")} <span className="an-panel-note">{equipment.length}</span>
      </h2>
      {!equipment.length && <p className="an-help">{t("plan.all_placed")}</p>}
      {equipment.length > 8 && <input className="an-input" value={q} aria-label={t("plan.find_equipment")} placeholder={t("plan.find_equipment")} onChange={(event) => setQ(event.target.value)} />}
      <ul className="dk-plan-list">
        {found.map((one) => (
          <li key={one.id}>
            <span>
              {one.code} {one.title}
            </span>
            {place && (
              <button type="button" className="an-link" onClick={() => place(one)}>
                {t("plan.place")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <p className="dk-plan-legend">
      {(["red", "orange", "yellow", "blue"] as const).map((level) => (
        <span key={level} className={`an-badge an-risk-${level}`}>
          {t(`plan.risk_${level}`)}
        </span>
      ))}
      <span>{t("plan.legend_dashed")}</span>
    </p>
  );
}

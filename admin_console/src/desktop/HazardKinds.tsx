/** The lists that belong to hazards, side by side: hazards, supervision, penalties, gas checks. */
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import { ListPage } from "@/lists/ListPage";
import { mayCreate, mayRead } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/record/beside.css";

const KINDS = ["hazard", "hazard_supervision", "penalty", "gas_check"] as const;

export function HazardKinds() {
  const { t } = useTranslation();
  const session = useSession();
  const open = KINDS.filter((kind) => mayRead(session, kind));
  if (open.length < 2) return null;
  return (
    <nav className="dk-kinds" aria-label={t("supervision.kinds")}>
      {open.map((kind) => (
        <NavLink key={kind} to={`/${kind}`} end data-testid={`kind-${kind}`}>
          {t(`supervision.kind_${kind}`)}
        </NavLink>
      ))}
    </nav>
  );
}

/** The list of one of the kinds that have no page of their own. */
export default function KindList({ type }: { type: "hazard_supervision" | "penalty" }) {
  const { t } = useTranslation();
  const actions = mayCreate(useSession(), type) && (
    <Link className="an-button an-button-primary" to={`/report/${type}`} data-testid="begin-open">
      {t(type === "penalty" ? "supervision.penalise" : "supervision.begin")}
    </Link>
  );
  return (
    <>
      <HazardKinds />
      <ListPage type={type} title={t(`supervision.kind_${type}`)} actions={actions} />
    </>
  );
}

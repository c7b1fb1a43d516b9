/** The lists that belong to permits, side by side, each with what can be begun from it. */
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import { ListPage } from "@/lists/ListPage";
import { addPermitTexts } from "@/permit/texts";
import { PERMIT_TYPES, type PermitType } from "@/permit/types";
import { mayCreate, mayRead } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/record/beside.css";

addPermitTexts();

export default function PermitKinds({ type }: { type: PermitType }) {
  const { t } = useTranslation();
  const session = useSession();
  const open = PERMIT_TYPES.filter((kind) => mayRead(session, kind));
  const actions = (
    <>
      {type !== "permit_alarm" && mayCreate(session, type) && (
        <Link className="an-button an-button-primary" to={`/report/${type}`} data-testid="begin-open">
          {t(type === "permit" ? "permit.book" : "permit.add")}
        </Link>
      )}
      {type === "permit" && (
        <Link className="an-button" to="/permits/live" data-testid="live-open">
          {t("permit.live_open")}
        </Link>
      )}
    </>
  );
  return (
    <>
      <nav className="dk-kinds" aria-label={t("permit.kinds")}>
        {open.map((kind) => (
          <NavLink key={kind} to={`/${kind}`} end data-testid={`kind-${kind}`}>
            {t(`permit.kind_${kind}`)}
          </NavLink>
        ))}
      </nav>
      <ListPage type={type} title={t(`permit.kind_${type}`)} actions={actions} />
    </>
  );
}

/** The lists that belong to permits, side by side, each with what can be begun from it. */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import { RowMarks } from "@/lists/cells";
import { ListPage } from "@/lists/ListPage";
import { textOf } from "@/permit/data";
import { addPermitTexts } from "@/permit/texts";
import { PERMIT_TYPES, type PermitType } from "@/permit/types";
import { useOpenAlarms } from "@/permit/useOpenAlarms";
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
      <RowMarks.Provider value={useAlarmMarks(type)}>
        <ListPage type={type} title={t(`permit.kind_${type}`)} actions={actions} />
      </RowMarks.Provider>
    </>
  );
}

/** Permits with alarms that nobody has closed, marked in their list. */
function useAlarmMarks(type: PermitType): ReadonlyMap<string, ReactNode> {
  const { t } = useTranslation();
  const { items } = useOpenAlarms();
  return useMemo(() => {
    if (type !== "permit") return new Map();
    const counts = new Map<string, number>();
    for (const alarm of items) counts.set(textOf(alarm.data, "permit"), (counts.get(textOf(alarm.data, "permit")) ?? 0) + 1);
    return new Map([...counts].map(([id, count]) => [id, <b key={id} className="ls-alarm">{t("live.alarms_of", { count })}</b>]));
  }, [type, items, t]);
}

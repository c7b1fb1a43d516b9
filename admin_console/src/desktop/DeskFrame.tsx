/** Slim rail with what the permissions allow; tenant and role always in sight. */
import { useQuery } from "@tanstack/react-query";
import { Dropdown } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useNavigate } from "react-router";
import { session as sessions, work } from "@/api/endpoints";
import { switchLanguage } from "@/i18n/setup";
import { doorsOf } from "@/desktop/doors";
import { QuickSearch } from "@/desktop/QuickSearch";
import { HelpButton } from "@/help/HelpButton";
import { Bell } from "@/notify/Bell";
import { useOpenAlarms } from "@/permit/useOpenAlarms";
import { useSession, useSessionChange } from "@/session/session";
import { minutesUntil } from "@/time/format";

export function DeskFrame({ children }: { children: ReactNode }) {
  return (
    <div className="dk-frame">
      <Rail />
      <div className="dk-body">
        <TopBar />
        <main className="dk-main">{children}</main>
      </div>
    </div>
  );
}

function Rail() {
  const { t } = useTranslation();
  const session = useSession();
  const waiting = useWaiting();
  const alarms = useOpenAlarms().total;
  return (
    <nav className="dk-rail" aria-label={t("nav.main")}>
      <img src="/m/icon.svg" alt={t("app.name")} width={34} height={34} />
      {doorsOf(session).map((door) => (
        <NavLink key={door.to} to={door.to} end={door.to === "/"} data-testid={`nav-${door.key}`}>
          {door.icon}
          <span>{t(door.label)}</span>
          {door.key === "worklist" && waiting.all > 0 && (
            <b className={waiting.late ? "dk-count dk-count-late" : "dk-count"} data-testid="rail-count">
              {waiting.all > 99 ? "99+" : waiting.all}
            </b>
          )}
          {door.key === "permit" && alarms > 0 && (
            <b className="dk-count dk-count-late" data-testid="rail-alarms" title={t("live.alarms_of", { count: alarms })}>
              {alarms > 99 ? "99+" : alarms}
            </b>
          )}
        </NavLink>
      ))}
    </nav>
  );
}

/** How many tasks wait, and how many of them too long; the work list's own reading. */
function useWaiting(): { all: number; late: number } {
  const list = useQuery({ queryKey: ["worklist"], queryFn: work.list, refetchInterval: 60_000 });
  const items = list.data?.items ?? [];
  return { all: items.length, late: items.filter((card) => card.due && minutesUntil(card.due) < 0).length };
}

function TopBar() {
  const { t } = useTranslation();
  const go = useNavigate();
  const session = useSession();
  const { enter, leave } = useSessionChange();
  const choose = async (tenant: string) => enter(await sessions.wear(tenant));
  const others = session.memberships.filter((membership) => membership.tenant !== session.tenant.id);
  const tenants = others.map((membership) => ({
    key: membership.tenant,
    label: `${membership.name} · ${t(`tenant.${membership.kind}` as "tenant.group")}`,
    onClick: () => void choose(membership.tenant),
  }));
  const roles = session.roles.map((role) => role.label).join(t("form.separator"));
  return (
    <header className="dk-top">
      <Dropdown menu={{ items: tenants }} disabled={!tenants.length} trigger={["click"]}>
        <button type="button" className="dk-tenant" data-testid="tenant">
          <b>{session.tenant.name}</b>
          <span>{t(`tenant.${session.tenant.kind}`)}</span>
          {tenants.length > 0 && <em>{t("login.switch")}</em>}
        </button>
      </Dropdown>
      {session.demo && <span className="an-badge an-risk-yellow">{t("app.demo")}</span>}
      <QuickSearch />
      <Bell />
      <HelpButton />
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "account", label: t("account.title"), onClick: () => void go("/account") },
            { key: "delegations", label: t("habit.delegations"), onClick: () => void go("/delegations") },
            { key: "language", label: t("app.language"), onClick: () => void switchLanguage() },
            { key: "leave", label: t("login.leave"), onClick: () => void leave() },
          ],
        }}
      >
        <button type="button" className="dk-who" data-testid="who">
          <b>{session.person?.name ?? session.account.name}</b>
          <span>{roles}</span>
        </button>
      </Dropdown>
    </header>
  );
}

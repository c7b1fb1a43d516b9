/** 我的: who I am here, my reports, language, tenant, log-out. */
import { useQuery } from "@tanstack/react-query";
import { List } from "antd-mobile";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { records } from "@/api/endpoints";
import { switchLanguage } from "@/i18n/setup";
import { Loaded } from "@/problem/Stand";
import { RowLinks } from "@/phone/RowLinks";
import { useQueue } from "@/queue/useQueue";
import { TenantChoice } from "@/session/LoginForm";
import { mayReadHazards, mayReadPeople, mayReadRate } from "@/session/permissions";
import { useSession, useSessionChange } from "@/session/session";

export function MinePage() {
  const { t } = useTranslation();
  const session = useSession();
  const { enter, leave } = useSessionChange();
  const [switching, setSwitching] = useState(false);
  const go = useNavigate();
  const queue = useQueue();
  const kept = (queue.data?.items.length ?? 0) + (queue.data?.originals.length ?? 0);
  if (switching)
    return (
      <TenantChoice
        session={session}
        chosen={(next) => {
          setSwitching(false);
          enter(next);
        }}
      />
    );
  return (
    <>
      <header className="ph-head">
        <h1>{session.person?.name ?? session.account.name}</h1>
        <span>{session.tenant.name}</span>
      </header>
      <List className="ph-list">
        <List.Item onClick={() => go("/queue")} extra={kept ? t("queue.count", { count: kept }) : t("queue.none_short")} data-testid="mine-queue">
          {t("queue.title")}
        </List.Item>
        <List.Item onClick={() => go("/notices")} data-testid="mine-notices">
          {t("work.notices")}
        </List.Item>
        <List.Item onClick={() => go("/delegations")} data-testid="mine-delegations">
          {t("habit.delegations")}
        </List.Item>
        {mayReadRate(session) && (
          // The desk's own page: the phone's code stays small, and a board is only read.
          <List.Item onClick={() => window.location.assign("/boards")} data-testid="mine-board">
            {t("nav.boards")}
          </List.Item>
        )}
        {mayReadPeople(session) && (
          <List.Item onClick={() => go("/people")} data-testid="mine-people">
            {t("people.title")}
          </List.Item>
        )}
      </List>
      <List className="ph-list">
        <List.Item extra={session.roles.map((role) => role.label).join(t("form.separator"))}>{t("me.roles")}</List.Item>
        {session.person?.org && <List.Item extra={session.person.org.name}>{t("me.org")}</List.Item>}
        {session.memberships.length > 1 && (
          <List.Item onClick={() => setSwitching(true)} extra={session.tenant.name}>
            {t("login.switch")}
          </List.Item>
        )}
        <List.Item onClick={() => go("/account")} data-testid="mine-account">
          {t("account.title")}
        </List.Item>
        <List.Item onClick={() => void switchLanguage()} extra={t("app.language")} data-testid="language">
          {t("me.language")}
        </List.Item>
        <List.Item onClick={() => void leave()} data-testid="logout">
          {t("login.leave")}
        </List.Item>
      </List>
      {mayReadHazards(session) && <MyReports />}
    </>
  );
}

function MyReports() {
  const { t } = useTranslation();
  const rows = useQuery({
    queryKey: ["rows", "hazard", "reported"],
    queryFn: () => records.list("hazard", { mine: "reported", sort: "-created_at", limit: 20 }),
  });
  return (
    <section className="an-panel ph-reports">
      <h2>{t("list.reported")}</h2>
      <Loaded of={rows}>
        {(page) => <RowLinks rows={page.items} none={t("list.none")} />}
      </Loaded>
    </section>
  );
}

/** 我的账号, for desk and phone: password, second factor, ways of signing, sessions, identities. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { account } from "@/account/api";
import { LinksPanel } from "@/account/LinksPanel";
import { PolicyPanel } from "@/account/PolicyPanel";
import { SecondFactorPanel } from "@/account/SecondFactorPanel";
import { SecretForm } from "@/account/Secret";
import { SessionsPanel } from "@/account/SessionsPanel";
import { SigningPanel } from "@/account/SigningPanel";
import "@/account/account.css";
import { switchLanguage } from "@/i18n/setup";
import { Loaded } from "@/problem/Stand";
import { useSession } from "@/session/session";

export default function AccountPage() {
  const { t } = useTranslation();
  const session = useSession();
  const mine = useQuery({ queryKey: ["account", "mine"], queryFn: account.read });
  const changed = () => void mine.refetch();
  return (
    <div className="ac-page" data-testid="account-page">
      <header className="ac-head">
        <h1>{t("account.title")}</h1>
        <span>{session.tenant.name}</span>
      </header>
      <Loaded of={mine}>
        {(found) => (
          <>
            <section className="an-panel">
              <h2>{found.name}</h2>
              <dl className="an-pairs">
                <div>
                  <dt>{t("login.login")}</dt>
                  <dd>{found.login}</dd>
                </div>
                <div>
                  <dt>{t("me.roles")}</dt>
                  <dd>{session.roles.map((role) => role.label).join(t("form.separator")) || "—"}</dd>
                </div>
                <div>
                  <dt>{t("me.language")}</dt>
                  <dd>
                    <button type="button" className="an-link ac-inline" onClick={() => void switchLanguage()}>
                      {t("app.language")}
                    </button>
                  </dd>
                </div>
              </dl>
              <Password changed={changed} />
            </section>
            <SigningPanel mine={found} changed={changed} />
            <SecondFactorPanel state={found.second_factor} changed={changed} />
            <SessionsPanel sessions={found.sessions} changed={changed} />
            <LinksPanel />
            {session.permissions.includes("tenant:settings:manage") && <PolicyPanel />}
          </>
        )}
      </Loaded>
    </div>
  );
}

function Password({ changed }: { changed: () => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  if (!open)
    return (
      <p className="an-row">
        <button type="button" className="an-button" data-testid="password-open" onClick={() => setOpen(true)}>
          {t("account.password_change")}
        </button>
        {done && <span role="status">{t("account.password_changed")}</span>}
      </p>
    );
  return (
    <SecretForm
      testid="password-form"
      action={t("account.password_change")}
      cancel={() => setOpen(false)}
      asks={[
        { key: "password", label: t("account.password_now") },
        { key: "next", kind: "new-password", label: t("account.password_new"), help: t("account.password_help") },
      ]}
      send={({ password, next }) => account.changePassword(password ?? "", next ?? "")}
      sent={() => {
        setOpen(false);
        setDone(true);
        changed();
      }}
    />
  );
}

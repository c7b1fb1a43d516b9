/** Log-in for both entries; asks for the tenant only when there are several. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { providers } from "@/account/api";
import { Refused } from "@/api/client";
import { session } from "@/api/endpoints";
import type { Session } from "@/api/types";
import { switchLanguage } from "@/i18n/setup";
import { ReadFailure } from "@/problem/Stand";
import { useSessionChange } from "@/session/session";

export function LoginForm() {
  const { t } = useTranslation();
  const { enter } = useSessionChange();
  const [opened, setOpened] = useState<Session>();
  if (opened && opened.memberships.length > 1)
    return <TenantChoice session={opened} chosen={(next) => enter(next)} />;
  return (
    <div className="an-login">
      <div className="an-login-brand">
        <img src="/m/icon.svg" alt="" width={56} height={56} />
        <h1>{t("app.name")}</h1>
        <p>{t("app.claim")}</p>
      </div>
      <Credentials opened={(next) => (next.memberships.length > 1 ? setOpened(next) : enter(next))} />
      <ProviderDoors />
      <button type="button" className="an-link an-login-language" data-testid="login-language" onClick={() => void switchLanguage()}>
        {t("app.language")}
      </button>
    </div>
  );
}

function Credentials({ opened }: { opened: (session: Session) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [codeAsked, setCodeAsked] = useState(false);
  const open = useMutation({
    mutationFn: () => session.open({ login: login.trim(), password, ...(codeAsked ? { code } : {}) }),
    onSuccess: opened,
    onError: (error) => {
      setCode("");
      if (codeOf(error) === "code_needed") setCodeAsked(true);
    },
  });
  const failed = open.isError && codeOf(open.error) !== "code_needed";
  return (
    <form
      className="an-form"
      data-testid="login-form"
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate();
      }}
    >
      <div className="an-field">
        <label className="an-label" htmlFor={`${id}-login`}>
          {t("login.login")}
        </label>
        <input
          id={`${id}-login`}
          className="an-input"
          data-testid="login-name"
          autoComplete="username"
          autoCapitalize="none"
          required
          value={login}
          onChange={(event) => {
            setLogin(event.target.value);
            setCodeAsked(false);
          }}
        />
      </div>
      <div className="an-field">
        <label className="an-label" htmlFor={`${id}-password`}>
          {t("login.password")}
        </label>
        <input
          id={`${id}-password`}
          className="an-input"
          data-testid="login-password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      {codeAsked && (
        <div className="an-field">
          <label className="an-label" htmlFor={`${id}-code`}>
            {t("login.code")}
          </label>
          <input
            id={`${id}-code`}
            className="an-input"
            data-testid="login-code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            autoFocus
            required
            maxLength={16}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <p className="an-help">{t("login.code_help")}</p>
        </div>
      )}
      {failed && <LoginFailure error={open.error} />}
      <button type="submit" className="an-button an-button-primary an-button-wide" data-testid="login-send" disabled={open.isPending}>
        {t(open.isPending ? "login.opening" : "login.open")}
      </button>
    </form>
  );
}

const codeOf = (error: unknown) => (error instanceof Refused ? error.problem.code : "");

/** Ways in by the organisation's own accounts, and why the last one did not lead in. */
function ProviderDoors() {
  const { t } = useTranslation();
  const offered = useQuery({ queryKey: ["providers"], queryFn: providers.all, staleTime: 60_000, retry: false });
  const refused = new URLSearchParams(location.search).get("login_refused");
  return (
    <>
      {refused && (
        <p className="an-fault" role="alert" data-testid="login-refused" data-code={refused}>
          {t(`login.refused_${refused as "other"}`, { defaultValue: t("login.refused_other") })}
        </p>
      )}
      {(offered.data?.items ?? []).map((one) => (
        <a key={one.key} className="an-button an-button-wide an-provider" data-testid={`provider-${one.key}`} href={providers.beginAddress(one.key)}>
          {t("login.by_provider", { title: one.title })}
        </a>
      ))}
    </>
  );
}

function LoginFailure({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof Refused && codeOf(error) === "login_code_wrong")
    return (
      <p className="an-fault" role="alert" data-testid="login-failed">
        <b>{error.problem.title}</b>
        <span>{error.problem.cure}</span>
      </p>
    );
  const wrong = error instanceof Refused && error.problem.status === 401;
  if (!wrong) return <ReadFailure error={error} />;
  return (
    <p className="an-fault" role="alert" data-testid="login-failed">
      <b>{t("login.wrong")}</b>
      <span>{t("login.wrong_cure")}</span>
    </p>
  );
}

type Choice = { session: Session; chosen: (session: Session) => void };
export function TenantChoice({ session: current, chosen }: Choice) {
  const { t } = useTranslation();
  const wear = useMutation({ mutationFn: (tenant: string) => session.wear(tenant), onSuccess: chosen });
  return (
    <div className="an-login" data-testid="tenant-choice">
      <h1>{t("login.choose_tenant")}</h1>
      <p className="an-help">{t("login.choose_tenant_why", { name: current.account.name })}</p>
      {current.memberships.map((membership) => (
        <button
          key={membership.tenant}
          type="button"
          className="an-button an-tenant"
          data-testid={`tenant-${membership.tenant}`}
          disabled={wear.isPending}
          onClick={() => (membership.tenant === current.tenant.id ? chosen(current) : wear.mutate(membership.tenant))}
        >
          <b>{membership.name}</b>
          <span>{t(`tenant.${membership.kind}`)}</span>
        </button>
      ))}
      {wear.isError && <ReadFailure error={wear.error} />}
    </div>
  );
}

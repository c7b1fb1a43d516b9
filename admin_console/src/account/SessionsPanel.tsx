/** Where one is logged in, and the end of what one does not know. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { account, type OpenSession } from "@/account/api";
import { deviceOf } from "@/account/device";
import { SecretFault } from "@/account/Secret";
import { moment } from "@/time/format";

export function SessionsPanel({ sessions, changed }: { sessions: OpenSession[]; changed: () => void }) {
  const { t } = useTranslation();
  const end = useMutation({ mutationFn: account.endSession, onSuccess: changed });
  const endOthers = useMutation({ mutationFn: account.endOthers, onSuccess: changed });
  return (
    <section className="an-panel" data-testid="account-sessions">
      <h2>{t("account.sessions")}</h2>
      <ul className="ac-list">
        {sessions.map((one) => (
          <li key={one.name}>
            <span>
              <b>{deviceOf(one.agent) || t("account.device_unknown")}</b>
              {one.here && <span className="an-badge an-state-open">{t("account.here")}</span>}
              <small>{t(one.by_provider ? "account.session_by_provider" : "account.session", { tenant: one.tenant, at: moment(one.created_at) })}</small>
            </span>
            {!one.here && (
              <button type="button" className="an-link" onClick={() => end.mutate(one.name)}>
                {t("account.session_end")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {(end.isError || endOthers.isError) && <SecretFault error={end.error ?? endOthers.error} />}
      {sessions.length > 1 && (
        <button type="button" className="an-button" data-testid="end-others" onClick={() => endOthers.mutate()}>
          {t("account.sessions_end")}
        </button>
      )}
    </section>
  );
}

/** The second factor: enrol by QR code, recovery codes shown once, show it for this session, end it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { account, type Enrolment, type SecondFactor } from "@/account/api";
import { SecretForm } from "@/account/Secret";

type Props = { state: SecondFactor; changed: () => void };

export function SecondFactorPanel({ state, changed }: Props) {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<string[]>();
  if (codes)
    return (
      <NewCodes
        state={state}
        codes={codes}
        noted={() => {
          setCodes(undefined);
          changed();
        }}
      />
    );
  return (
    <Panel state={state}>
      {!state.confirmed && <Enrol told={setCodes} />}
      {state.confirmed && !state.shown && (
        <SecretForm testid="factor-show" action={t("account.factor_show")} asks={[{ key: "code", kind: "code", label: t("login.code"), help: t("login.code_help") }]} send={({ code }) => account.showFactor(code ?? "")} sent={changed} />
      )}
      {state.confirmed && state.shown && <EndFactor state={state} changed={changed} />}
    </Panel>
  );
}

/** Codes are only given once the factor holds; what was read before does not know it yet. */
export function NewCodes({ state, codes, noted }: { state: SecondFactor; codes: string[]; noted: () => void }) {
  return (
    <Panel state={{ ...state, confirmed: true, shown: true }}>
      <RecoveryCodes codes={codes} noted={noted} />
    </Panel>
  );
}

function Panel({ state, children }: { state: SecondFactor; children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className="an-panel" data-testid="account-factor">
      <h2>
        {t("account.factor")}
        <span className={`an-badge ${state.confirmed ? "an-state-done" : "an-state-plain"}`}>{t(state.confirmed ? "account.on" : "account.off")}</span>
      </h2>
      <p className="an-help">{t("account.factor_why")}</p>
      {state.required && !state.shown && <p className="an-warn" role="status">{t("account.factor_required")}</p>}
      {children}
    </section>
  );
}

function Enrol({ told }: { told: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [enrolment, setEnrolment] = useState<Enrolment>();
  if (enrolment)
    return (
      <SecretForm
        testid="factor-confirm"
        action={t("account.factor_confirm")}
        cancel={() => setEnrolment(undefined)}
        asks={[{ key: "code", kind: "code", label: t("login.code") }]}
        send={async ({ code }) => told((await account.confirmFactor(code ?? "")).codes)}
      >
        <ol className="ac-steps">
          <li>{t("account.factor_step_app")}</li>
          <li>
            {t("account.factor_step_scan")}
            <img className="ac-qr" src={enrolment.qr} alt={t("account.factor_qr")} />
            <span className="an-help">{t("account.factor_by_hand")}</span> <code className="ac-secret" data-testid="factor-secret">{enrolment.secret.match(/.{1,4}/g)?.join(" ")}</code>
          </li>
          <li>{t("account.factor_step_code")}</li>
        </ol>
      </SecretForm>
    );
  if (!asking)
    return (
      <button type="button" className="an-button" data-testid="factor-begin" onClick={() => setAsking(true)}>
        {t("account.factor_begin")}
      </button>
    );
  return (
    <SecretForm
      testid="factor-password"
      action={t("account.next")}
      cancel={() => setAsking(false)}
      asks={[{ key: "password", label: t("account.password_now") }]}
      send={async ({ password }) => setEnrolment(await account.beginFactor(password ?? ""))}
    />
  );
}

function RecoveryCodes({ codes, noted }: { codes: string[]; noted: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="ac-recovery" role="status" data-testid="recovery-codes">
      <p>
        <b>{t("account.recovery_title")}</b>
      </p>
      <p>{t("account.recovery_why")}</p>
      <ul className="ac-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="an-row">
        <button type="button" className="an-button" onClick={() => void navigator.clipboard?.writeText(codes.join("\n"))}>
          {t("account.recovery_copy")}
        </button>
        <button type="button" className="an-button an-button-primary" data-testid="recovery-noted" onClick={noted}>
          {t("account.recovery_noted")}
        </button>
      </div>
    </div>
  );
}

function EndFactor({ state, changed }: Props) {
  const { t } = useTranslation();
  const [ending, setEnding] = useState(false);
  return (
    <>
      <p>{t("account.recovery_left", { count: state.recovery_left })}</p>
      {!ending && (
        <button type="button" className="an-button" onClick={() => setEnding(true)}>
          {t("account.factor_end")}
        </button>
      )}
      {ending && (
        <SecretForm testid="factor-end" action={t("account.factor_end")} cancel={() => setEnding(false)} asks={[{ key: "password", label: t("account.password_now") }]} send={({ password }) => account.endFactor(password ?? "")} sent={changed} />
      )}
    </>
  );
}

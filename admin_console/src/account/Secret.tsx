/** One input for something secret or a code, and one button to send it; what is wrong stands below. */
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { NotConfirmed } from "@/account/authenticator";
import { Refused } from "@/api/client";

export interface Ask {
  key: string;
  label: string;
  kind?: "password" | "new-password" | "code" | "pin" | "text";
  help?: string;
}
type Props = { asks: Ask[]; send: (given: Record<string, string>) => Promise<unknown>; sent?: () => void; action: string; cancel?: () => void; children?: ReactNode; testid: string };

const AUTOFILL = { password: "current-password", "new-password": "new-password", code: "one-time-code", pin: "off", text: "off" } as const;

export function SecretForm({ asks, send, sent, action, cancel, children, testid }: Props) {
  const { t } = useTranslation();
  const [given, setGiven] = useState<Record<string, string>>({});
  const sending = useMutation({
    mutationFn: () => send(given),
    onSuccess: () => {
      setGiven({});
      sent?.();
    },
  });
  return (
    <form
      className="an-form an-secret"
      data-testid={testid}
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate();
      }}
    >
      {children}
      {asks.map((ask) => (
        <SecretInput key={ask.key} ask={ask} value={given[ask.key] ?? ""} change={(value) => setGiven({ ...given, [ask.key]: value })} />
      ))}
      {sending.isError && <SecretFault error={sending.error} />}
      <div className="an-row">
        {cancel && (
          <button type="button" className="an-button" onClick={cancel}>
            {t("action.cancel")}
          </button>
        )}
        <button type="submit" className="an-button an-button-primary" disabled={sending.isPending} data-testid={`${testid}-send`}>
          {action}
        </button>
      </div>
    </form>
  );
}

function SecretInput({ ask, value, change }: { ask: Ask; value: string; change: (value: string) => void }) {
  const id = useId();
  const kind = ask.kind ?? "password";
  const digits = kind === "code" || kind === "pin";
  return (
    <div className="an-field">
      <label className="an-label" htmlFor={id}>
        {ask.label}
      </label>
      <input
        id={id}
        className="an-input"
        data-testid={`ask-${ask.key}`}
        type={kind === "text" || kind === "code" ? "text" : "password"}
        inputMode={kind === "pin" ? "numeric" : undefined}
        autoComplete={AUTOFILL[kind]}
        autoCapitalize="none"
        maxLength={digits ? 16 : 128}
        required
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      {ask.help && <p className="an-help">{ask.help}</p>}
    </div>
  );
}

export function SecretFault({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof NotConfirmed) return <Fault title={t("account.key_not_confirmed")} cure={t("account.key_not_confirmed_cure")} />;
  if (!(error instanceof Refused)) return <Fault title={t("state.unreachable")} cure={t("account.try_again")} />;
  const first = error.problem.errors?.[0];
  return <Fault title={first?.message || error.problem.title} cure={first?.cure || error.problem.cure || ""} code={error.problem.code} />;
}
function Fault({ title, cure, code }: { title: string; cure: string; code?: string }) {
  return (
    <p className="an-fault" role="alert" data-testid="secret-fault" data-code={code}>
      <b>{title}</b>
      <span>{cure}</span>
    </p>
  );
}

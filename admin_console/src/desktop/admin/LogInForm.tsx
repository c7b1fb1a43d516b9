/** A new log-in or a new password: made here, or typed; every refusal at its field. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { accounts } from "@/api/endpoints";
import type { FieldError, Problem, RecordDetail } from "@/api/types";
import type { Told } from "@/desktop/admin/LogIns";
import { madePassword } from "@/desktop/admin/password";
import { placeErrors } from "@/form/values";
import { BlockCard } from "@/problem/BlockCard";

const FIELDS = ["login", "password"].map((key) => ({ key, kind: "text" as const, label: key }));

type Input = { person: RecordDetail; login?: string; done: (told: Told) => void; leave: () => void };
export function LogInForm({ person, login: known, done, leave }: Input) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(known ?? "");
  const [typed, setTyped] = useState(false);
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<Record<string, FieldError>>({});
  const [trouble, setTrouble] = useState<{ problem: Problem; rest: FieldError[] } | "unsent">();
  const [sending, setSending] = useState(false);
  const send = async () => {
    const local: Record<string, FieldError> = {};
    const missing = (field: string, label: string) => (local[field] = { field, code: "local", message: t("fault.missing_text", { label }) });
    if (!login.trim()) missing("login", t("login.login"));
    if (typed && !password) missing("password", t("login.password"));
    setErrors(local);
    setTrouble(undefined);
    if (Object.keys(local).length) return;
    const chosen = typed ? password : madePassword();
    setSending(true);
    try {
      const kept = known ? await accounts.setPassword(known, chosen) : await accounts.open({ person: person.id, login: login.trim(), password: chosen });
      done({ login: kept.login, password: chosen });
    } catch (error) {
      if (!(error instanceof Refused)) return setTrouble("unsent");
      const placed = placeErrors(FIELDS, error.problem.errors);
      // A password may have several faults at once; each is said.
      for (const [key, fault] of Object.entries(placed.at)) {
        const all = (error.problem.errors ?? []).filter((one) => one.field === key);
        placed.at[key] = { ...fault, message: all.map((one) => one.message).join(t("admin.and")), cure: all[0]?.cure };
      }
      setErrors(placed.at);
      if (placed.rest.length || !Object.keys(placed.at).length) setTrouble({ problem: error.problem, rest: placed.rest });
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      className="dk-log-in-form"
      noValidate
      autoComplete="off"
      data-testid="log-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {!known && <Line name="login" label={t("login.login")} help={t("admin.login_help")} value={login} change={setLogin} error={errors.login} />}
      <div className="an-chips" role="radiogroup" aria-label={t("login.password")}>
        {[false, true].map((way) => (
          <label key={String(way)} className={`an-chip${typed === way ? " an-chip-on" : ""}`}>
            <input type="radio" checked={typed === way} onChange={() => setTyped(way)} />
            {t(way ? "admin.password_typed" : "admin.password_made")}
          </label>
        ))}
      </div>
      {typed && <Line name="password" label={t("login.password")} help={t("admin.password_help")} value={password} change={setPassword} error={errors.password} />}
      {!typed && <p className="an-help">{t("admin.password_made_help")}</p>}
      {trouble === "unsent" && <p className="an-warn" role="alert">{t("admin.log_in_unsent")}</p>}
      {trouble && trouble !== "unsent" && <BlockCard problem={trouble.problem} errors={trouble.rest} />}
      <div className="an-row">
        <button type="submit" className="an-button an-button-primary" data-testid="log-in-save" disabled={sending}>
          {t(known ? "admin.password_set" : "admin.log_in_open")}
        </button>
        <button type="button" className="an-button" onClick={leave}>
          {t("action.cancel")}
        </button>
      </div>
    </form>
  );
}

type LineInput = { name: string; label: string; help: string; value: string; change: (text: string) => void; error?: FieldError };
function Line({ name, label, help, value, change, error }: LineInput) {
  const id = useId();
  return (
    <div className={error ? "an-field-wrong" : undefined}>
      <label className="an-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="an-input"
        autoComplete={name === "password" ? "new-password" : "off"}
        data-testid={`account-${name}`}
        aria-describedby={`${id}-notes`}
        aria-invalid={Boolean(error)}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <div id={`${id}-notes`}>
        {error ? (
          <p className="an-fault" role="alert" data-testid={`fault-${name}`}>
            <b>{error.message}</b>
            {error.cure && <span>{error.cure}</span>}
          </p>
        ) : (
          <p className="an-help">{help}</p>
        )}
      </div>
    </div>
  );
}

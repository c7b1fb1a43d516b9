/** Ways of signing besides handwriting: the PIN, and this phone's fingerprint. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { account, type MyAccount } from "@/account/api";
import { canUseKeys, registerKey } from "@/account/authenticator";
import { SecretFault, SecretForm } from "@/account/Secret";
import { moment } from "@/time/format";

type Props = { mine: MyAccount; changed: () => void };

export function SigningPanel({ mine, changed }: Props) {
  const { t } = useTranslation();
  return (
    <section className="an-panel" data-testid="account-signing">
      <h2>{t("account.signing")}</h2>
      <p className="an-help">{t("account.signing_why")}</p>
      <Pin mine={mine} changed={changed} />
      <Keys mine={mine} changed={changed} />
    </section>
  );
}

function Pin({ mine, changed }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const end = useMutation({ mutationFn: account.endPin, onSuccess: changed });
  return (
    <div className="ac-way">
      <div className="ac-line">
        <b>{t("account.pin")}</b>
        <span className={`an-badge ${mine.pin ? "an-state-done" : "an-state-plain"}`} data-testid="pin-state">{t(mine.pin ? "account.pin_set" : "account.pin_unset")}</span>
        <button type="button" className="an-button" data-testid="pin-open" onClick={() => setOpen(!open)}>
          {t(mine.pin ? "account.pin_change" : "account.pin_make")}
        </button>
        {mine.pin && (
          <button type="button" className="an-link" onClick={() => end.mutate()}>
            {t("account.remove")}
          </button>
        )}
      </div>
      {end.isError && <SecretFault error={end.error} />}
      {open && (
        <SecretForm
          testid="pin-form"
          action={t("account.save")}
          cancel={() => setOpen(false)}
          asks={[
            { key: "pin", kind: "pin", label: t("account.pin_new"), help: t("account.pin_help") },
            { key: "password", label: t("account.password_now"), help: t("account.password_why") },
          ]}
          send={({ pin, password }) => account.setPin(password ?? "", pin ?? "")}
          sent={() => {
            setOpen(false);
            changed();
          }}
        />
      )}
    </div>
  );
}

function Keys({ mine, changed }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const end = useMutation({ mutationFn: account.endKey, onSuccess: changed });
  return (
    <div className="ac-way">
      <div className="ac-line">
        <b>{t("account.keys")}</b>
        {canUseKeys() && (
          <button type="button" className="an-button" data-testid="key-open" onClick={() => setOpen(!open)}>
            {t("account.key_add")}
          </button>
        )}
      </div>
      {!canUseKeys() && <p className="an-help">{t("account.key_unusable")}</p>}
      <ul className="ac-list">
        {mine.keys.map((key) => (
          <li key={key.id} data-testid="signing-key">
            <span>
              <b>{key.title}</b>
              <small>{t("account.key_made", { at: moment(key.made_at), site: key.site })}</small>
            </span>
            <button type="button" className="an-link" onClick={() => end.mutate(key.id)}>
              {t("account.remove")}
            </button>
          </li>
        ))}
      </ul>
      {end.isError && <SecretFault error={end.error} />}
      {open && (
        <SecretForm
          testid="key-form"
          action={t("account.key_add")}
          cancel={() => setOpen(false)}
          asks={[
            { key: "title", kind: "text", label: t("account.key_title"), help: t("account.key_title_help") },
            { key: "password", label: t("account.password_now"), help: t("account.password_why") },
          ]}
          send={({ title, password }) => registerKey(password ?? "", title ?? "")}
          sent={() => {
            setOpen(false);
            changed();
          }}
        />
      )}
    </div>
  );
}

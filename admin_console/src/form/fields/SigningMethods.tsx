/** Signing without a pen: a PIN, or the phone's fingerprint; the field's form says which are accepted. */
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { canUseKeys, NotConfirmed, signByKey, signByPin } from "@/account/authenticator";
import { Refused } from "@/api/client";
import type { SignatureValue } from "@/api/types";
import { useFormSetting } from "@/form/context";

export type Method = "handwriting" | "pin" | "webauthn";
const KNOWN: Method[] = ["handwriting", "pin", "webauthn"];

export function offeredMethods(accepted?: string[]): Method[] {
  // In the order of the definition: its first is offered first.
  const named = (accepted ?? ["handwriting"]).filter((method): method is Method => KNOWN.includes(method as Method));
  return named.filter((method) => method !== "webauthn" || canUseKeys());
}

type Choice = { offered: Method[]; method?: Method; choose: (method: Method) => void };
export function MethodChoice({ offered, method, choose }: Choice) {
  const { t } = useTranslation();
  return (
    <div className="an-row an-methods" role="group" aria-label={t("sign.method")}>
      {offered.map((each) => (
        <button key={each} type="button" className={`an-button${each === method ? " an-method-chosen" : ""}`} aria-pressed={each === method} data-testid={`method-${each}`} onClick={() => choose(each)}>
          {t(`sign.by_${each}`)}
        </button>
      ))}
    </div>
  );
}

type Props = { shown: string; signed: (value: SignatureValue) => void; cancel: () => void };

export function SignByPin({ shown, signed, cancel }: Props) {
  const { t } = useTranslation();
  const { signAt } = useFormSetting();
  const id = useId();
  const [pin, setPin] = useState("");
  const sign = useMutation({
    mutationFn: () => {
      if (!signAt) throw new NotConfirmed();
      return signByPin(signAt, shown, pin);
    },
    onSuccess: signed,
    onError: () => setPin(""),
  });
  return (
    <>
      <label className="an-label" htmlFor={id}>
        {t("sign.pin")}
      </label>
      <input id={id} className="an-input an-pin" data-testid="sign-pin" type="password" inputMode="numeric" autoComplete="off" maxLength={12} value={pin} onChange={(event) => setPin(event.target.value.replace(/\D/g, ""))} />
      <p className="an-help">{t("sign.pin_help")}</p>
      {sign.isError && <SigningFault error={sign.error} />}
      <Bar cancel={cancel} sign={() => sign.mutate()} idle={pin.length < 6 || sign.isPending} />
    </>
  );
}

export function SignByKey({ shown, signed, cancel }: Props) {
  const { t } = useTranslation();
  const { signAt } = useFormSetting();
  const sign = useMutation({
    mutationFn: () => {
      if (!signAt) throw new NotConfirmed();
      return signByKey(signAt, shown);
    },
    onSuccess: signed,
  });
  return (
    <>
      <p>{t("sign.key_help")}</p>
      {sign.isError && <SigningFault error={sign.error} />}
      <Bar cancel={cancel} sign={() => sign.mutate()} idle={sign.isPending} />
    </>
  );
}

function Bar({ cancel, sign, idle }: { cancel: () => void; sign: () => void; idle: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="an-row">
      <button type="button" className="an-button" onClick={cancel}>
        {t("action.cancel")}
      </button>
      <button type="button" className="an-button an-button-primary" data-testid="signature-confirm" disabled={idle} onClick={sign}>
        {t("sign.confirm")}
      </button>
    </div>
  );
}

function SigningFault({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const problem = error instanceof Refused ? error.problem : undefined;
  const title = problem?.title ?? (error instanceof NotConfirmed ? t("account.key_not_confirmed") : t("sign.online_only"));
  const cure = problem?.cure ?? (error instanceof NotConfirmed ? t("account.key_not_confirmed_cure") : "");
  return (
    <p className="an-fault" role="alert" data-testid="signing-fault" data-code={problem?.code}>
      <b>{title}</b>
      {cure && <span>{cure}</span>}
    </p>
  );
}

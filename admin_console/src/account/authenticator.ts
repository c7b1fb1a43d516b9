/** The phone's own authenticator (fingerprint, face, screen lock); its library comes when it is used. */
import { account } from "@/account/api";
import { call } from "@/api/client";
import type { TaskAddress } from "@/api/endpoints";
import type { SignatureValue } from "@/api/types";

/** The person closed the system's dialogue, or the phone has no lock set up. */
export class NotConfirmed extends Error {}

const ADDRESS_OF_NUMBERS = /^(\d+\.){3}\d+$|:/;

/** Keys exist only for names, and only over TLS (or on the machine itself). */
export function canUseKeys(): boolean {
  return window.isSecureContext && "PublicKeyCredential" in window && !ADDRESS_OF_NUMBERS.test(location.hostname);
}

export async function registerKey(password: string, title: string): Promise<void> {
  const { options } = await account.offerKey(password);
  const { startRegistration } = await import("@simplewebauthn/browser");
  const made = await asked(() => startRegistration({ optionsJSON: options }));
  await account.keepKey(title, made);
}

const path = (at: TaskAddress) => `/records/${at.type}/${at.id}/tasks/${at.task}/signature`;

export async function signByKey(at: TaskAddress, shown: string): Promise<SignatureValue> {
  const { options } = await call<{ options: never }>("POST", `${path(at)}/offer`, { json: { shown } });
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const key = await asked(() => startAuthentication({ optionsJSON: options }));
  return call<SignatureValue>("POST", path(at), { json: { method: "webauthn", shown, key } });
}

export const signByPin = (at: TaskAddress, shown: string, pin: string) =>
  call<SignatureValue>("POST", path(at), { json: { method: "pin", shown, pin } });

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch {
    throw new NotConfirmed();
  }
}

/** Calls of one's own account: password, sessions, second factor, PIN, keys, linked identities. */
import { address, call } from "@/api/client";

export interface SigningKey {
  id: string;
  title: string;
  site: string;
  made_at: string;
  used_at: string | null;
}
export interface OpenSession {
  name: string;
  here: boolean;
  tenant: string;
  agent: string;
  created_at: string;
  expires_at: string;
  by_provider: boolean;
}
export interface SecondFactor {
  confirmed: boolean;
  recovery_left: number;
  required: boolean;
  shown: boolean;
}
export interface MyAccount {
  login: string;
  name: string;
  second_factor: SecondFactor;
  pin: boolean;
  keys: SigningKey[];
  sessions: OpenSession[];
}
export interface Enrolment {
  secret: string;
  uri: string;
  qr: string;
}
export interface ProviderName {
  key: string;
  title: string;
}
export interface Links {
  items: { key: string; title: string; subject: string; linked_at: string }[];
  providers: ProviderName[];
}
export type EntryPage = "desk" | "phone";
/** Options of `navigator.credentials` as JSON; the library knows their shape. */
export interface Offer {
  options: never;
}

export const entryPage = (): EntryPage => (location.pathname.startsWith("/m") ? "phone" : "desk");

export const account = {
  read: () => call<MyAccount>("GET", "/account"),
  changePassword: (password: string, next: string) => call<unknown>("PUT", "/account/password", { json: { password, new: next } }),
  endSession: (name: string) => call<unknown>("DELETE", `/account/sessions/${name}`),
  endOthers: () => call<unknown>("DELETE", "/account/sessions"),
  beginFactor: (password: string) => call<Enrolment>("POST", "/account/second-factor", { json: { password } }),
  confirmFactor: (code: string) => call<{ codes: string[] }>("PUT", "/account/second-factor", { json: { code } }),
  showFactor: (code: string) => call<unknown>("POST", "/account/second-factor/check", { json: { code } }),
  endFactor: (password: string) => call<unknown>("POST", "/account/second-factor/end", { json: { password } }),
  setPin: (password: string, pin: string) => call<unknown>("PUT", "/account/pin", { json: { password, pin } }),
  endPin: () => call<unknown>("DELETE", "/account/pin"),
  offerKey: (password: string) => call<Offer>("POST", "/account/keys/offer", { json: { password } }),
  keepKey: (title: string, key: unknown) => call<unknown>("POST", "/account/keys", { json: { title, key } }),
  endKey: (id: string) => call<unknown>("DELETE", `/account/keys/${id}`),
  links: () => call<Links>("GET", "/account/links"),
  beginLink: (key: string, password: string) =>
    call<{ address: string }>("POST", `/account/links/${key}`, { query: { entry: entryPage() }, json: { password } }),
  endLink: (key: string) => call<unknown>("DELETE", `/account/links/${key}`),
};

export const providers = {
  all: () => call<{ items: ProviderName[] }>("GET", "/oidc"),
  beginAddress: (key: string) => address(`/oidc/${key}/begin`, { entry: entryPage() }),
};

export const policy = {
  read: () => call<{ second_factor_roles: string[] }>("GET", "/sign-in-policy"),
  set: (roles: string[]) => call<{ second_factor_roles: string[] }>("PUT", "/sign-in-policy", { json: { second_factor_roles: roles } }),
  roles: () => call<{ items: { key: string; title: string }[] }>("GET", "/roles"),
};

/** Calls and wire shapes of notices, wishes, channels and webhooks; shapes are the contract's own. */
import { call, type Query } from "@/api/client";
import type { components } from "@/api/schema.gen";

type S = components["schemas"];
export type Inbox = S["Inbox"];
export type InboxNotice = S["Notice"];
export type Unread = S["Unread"];
export type Preferences = S["Preferences"];
export type Wishes = S["Wishes"];
export type Defaults = S["Defaults"];
export type ChannelSettings = S["ChannelSettings"];
export type MailTemplate = S["MailTemplate"];
export type Delivery = S["Logged"];
export type Webhook = S["Webhook"];
export type Webhooks = S["Webhooks"];
export type NewWebhook = S["NewWebhook"];
export type NewServer = S["NewServer"];
export type Made = S["Made"];

export const notices = {
  list: (query: Query) => call<Inbox>("GET", "/notices", { query }),
  unread: () => call<Unread>("GET", "/notices/unread"),
  read: (json: { ids?: string[]; record?: string }) => call<void>("POST", "/notices/read", { json }),
  preferences: () => call<Preferences>("GET", "/notifications/preferences"),
  wish: (json: Wishes) => call<Preferences>("PUT", "/notifications/preferences", { json }),
};

export const channels = {
  settings: () => call<ChannelSettings>("GET", "/notifications/settings"),
  keep: (json: Defaults) => call<ChannelSettings>("PUT", "/notifications/settings", { json }),
  setServer: (json: NewServer) => call<ChannelSettings>("PUT", "/notifications/server", { json }),
  dropServer: () => call<ChannelSettings>("DELETE", "/notifications/server"),
  templates: () => call<{ items: MailTemplate[] }>("GET", "/notifications/templates"),
  keepTemplate: (kind: string, language: string, json: { subject: string; body: string }) =>
    call<{ items: MailTemplate[] }>("PUT", `/notifications/templates/${kind}/${language}`, { json }),
  testMail: () => call<{ delivery: string }>("POST", "/notifications/test-mail", { json: {} }),
  log: (query: Query) => call<{ items: Delivery[]; more: boolean }>("GET", "/notifications/deliveries", { query }),
  retry: (id: string) => call<{ delivery: string }>("POST", `/notifications/deliveries/${id}/retry`, { json: {} }),
};

export const webhooks = {
  list: () => call<Webhooks>("GET", "/webhooks"),
  create: (json: NewWebhook) => call<Made>("POST", "/webhooks", { json }),
  change: (id: string, json: NewWebhook) => call<Webhook>("PUT", `/webhooks/${id}`, { json }),
  activate: (id: string, active: boolean) => call<Webhook>("PUT", `/webhooks/${id}/active`, { json: { active } }),
  rotate: (id: string) => call<Made>("POST", `/webhooks/${id}/secret`, { json: {} }),
  ping: (id: string) => call<{ delivery: string }>("POST", `/webhooks/${id}/ping`, { json: {} }),
  remove: (id: string) => call<{ webhook: string }>("DELETE", `/webhooks/${id}`),
};

/** A new webhook, or other words for one: title, address, events, types of records. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Made, type NewWebhook, type Webhook, type Webhooks, webhooks } from "@/notify/api";
import { Failure } from "@/notify/admin/Failure";

type Props = { of?: Webhook; all: Webhooks; leave: () => void; made: (made: Made) => void };
const SUGGESTED = ["record.created", "record.closed"];

export function WebhookForm({ of, all, leave, made }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<NewWebhook>(
    of ? { title: of.title, url: of.url, events: of.events, types: of.types } : { title: "", url: "", events: SUGGESTED, types: [] },
  );
  const save = useMutation({
    mutationFn: async () => {
      if (of) await webhooks.change(of.id, wanted);
      else made(await webhooks.create(wanted));
    },
    onSuccess: leave,
    onSettled: () => client.invalidateQueries({ queryKey: ["webhooks"] }),
  });
  const toggle = (part: "events" | "types", key: string) => {
    const held = wanted[part] ?? [];
    setWanted({ ...wanted, [part]: held.includes(key) ? held.filter((one) => one !== key) : [...held, key] });
  };
  return (
    <form
      className="an-panel ch-form"
      data-testid="webhook-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label className="ch-field">
        {t("channel.webhook_title")}
        <input className="an-input" maxLength={60} value={wanted.title} onChange={(event) => setWanted({ ...wanted, title: event.target.value })} />
      </label>
      <label className="ch-field">
        {t("channel.url")}
        <input className="an-input" inputMode="url" placeholder="https://" value={wanted.url} onChange={(event) => setWanted({ ...wanted, url: event.target.value })} />
      </label>
      <Choices title={t("channel.events")} of={all.events} held={wanted.events} toggle={(key) => toggle("events", key)} />
      <Choices title={t("channel.types_for")} of={all.types} held={wanted.types ?? []} toggle={(key) => toggle("types", key)} />
      <Failure of={save.error} />
      <p className="nt-save">
        <button type="submit" className="an-button an-button-primary" disabled={save.isPending}>{t("notify.save")}</button>
        <button type="button" className="an-button" onClick={leave}>{t("channel.cancel")}</button>
      </p>
    </form>
  );
}

type ChoicesProps = { title: string; of: Webhooks["events"]; held: string[]; toggle: (key: string) => void };
function Choices({ title, of, held, toggle }: ChoicesProps) {
  return (
    <fieldset className="ch-choices">
      <legend>{title}</legend>
      {of.map((one) => (
        <label key={one.key}>
          <input type="checkbox" checked={held.includes(one.key)} onChange={() => toggle(one.key)} /> {one.title}
        </label>
      ))}
    </fieldset>
  );
}

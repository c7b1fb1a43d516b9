/** A tenant's webhooks: each with its state, a test, its log, a new secret, pause and removal. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Modal, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Made, type Webhook, type Webhooks, webhooks } from "@/notify/api";
import { DeliveryLog } from "@/notify/admin/DeliveryLog";
import { Failure } from "@/notify/admin/Failure";
import { WebhookForm } from "@/notify/admin/WebhookForm";
import { Empty, Loaded } from "@/problem/Stand";
import { moment } from "@/time/format";

export function WebhookList() {
  const { t } = useTranslation();
  const all = useQuery({ queryKey: ["webhooks"], queryFn: webhooks.list, refetchInterval: 15_000 });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Loaded of={all}>
      {(data) => (
        <div data-testid="webhooks">
          <p className="an-help ch-lead">{t("channel.webhooks_help")}</p>
          {data.items.length === 0 && !adding && <Empty title={t("channel.webhooks_none")} cure={t("channel.webhooks_none_cure")} />}
          {data.items.map((webhook) => (
            <One key={webhook.id} of={webhook} all={data} made={setMade} />
          ))}
          {adding ? (
            <WebhookForm all={data} leave={() => setAdding(false)} made={setMade} />
          ) : (
            <button type="button" className="an-button an-button-primary" onClick={() => setAdding(true)} data-testid="webhook-add">
              {t("channel.webhook_add")}
            </button>
          )}
          <Secret made={made} close={() => setMade(null)} />
        </div>
      )}
    </Loaded>
  );
}

function One({ of, all, made }: { of: Webhook; all: Webhooks; made: (made: Made) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [shows, setShows] = useState<"log" | "edit" | "">("");
  const renew = () => {
    for (const key of ["webhooks", "deliveries"]) void client.invalidateQueries({ queryKey: [key] });
  };
  const ping = useMutation({ mutationFn: () => webhooks.ping(of.id), onSuccess: () => setShows("log"), onSettled: renew });
  const turn = useMutation({ mutationFn: () => webhooks.activate(of.id, !of.active), onSettled: renew });
  const rotate = useMutation({ mutationFn: () => webhooks.rotate(of.id), onSuccess: made, onSettled: renew });
  const remove = useMutation({ mutationFn: () => webhooks.remove(of.id), onSettled: renew });
  const named = (keys: string[], from: Webhooks["events"]) =>
    keys.map((key) => from.find((one) => one.key === key)?.title ?? key).join(t("form.separator"));
  return (
    <section className="an-panel" data-testid="webhook">
      <h2>
        {of.title}
        <span className={`an-badge ${of.active ? "an-state-done" : "an-state-late"}`}>{t(of.active ? "channel.active" : "channel.paused")}</span>
        {of.active && of.failures > 0 && <span className="an-badge an-state-late">{t("channel.failures", { count: of.failures })}</span>}
      </h2>
      <dl className="an-pairs">
        <div><dt>{t("channel.url")}</dt><dd>{of.url}</dd></div>
        <div><dt>{t("channel.events")}</dt><dd>{named(of.events, all.events)}</dd></div>
        <div><dt>{t("channel.types")}</dt><dd>{of.types.length ? named(of.types, all.types) : t("channel.types_all")}</dd></div>
        {!of.active && of.paused_reason && (
          <div><dt>{t("channel.reason")}</dt><dd>{t(`channel.reason_${of.paused_reason}`, { defaultValue: of.paused_reason })}</dd></div>
        )}
        {of.former_until && <div><dt>{t("channel.former")}</dt><dd>{t("channel.former_until", { at: moment(of.former_until) })}</dd></div>}
      </dl>
      <div className="an-row ch-actions">
        <button type="button" className="an-button" disabled={!of.active || ping.isPending} onClick={() => ping.mutate()}>{t("channel.ping")}</button>
        <button type="button" className="an-button" aria-pressed={shows === "log"} onClick={() => setShows(shows === "log" ? "" : "log")}>{t("channel.log")}</button>
        <button type="button" className="an-button" onClick={() => setShows(shows === "edit" ? "" : "edit")}>{t("channel.change")}</button>
        <button type="button" className="an-button" disabled={turn.isPending} onClick={() => turn.mutate()}>{t(of.active ? "channel.pause" : "channel.resume")}</button>
        <Popconfirm title={t("channel.rotate_sure")} onConfirm={() => rotate.mutate()}>
          <button type="button" className="an-button">{t("channel.rotate")}</button>
        </Popconfirm>
        <Popconfirm title={t("channel.remove_sure")} onConfirm={() => remove.mutate()}>
          <button type="button" className="an-button an-button-danger">{t("channel.remove")}</button>
        </Popconfirm>
      </div>
      <Failure of={ping.error ?? turn.error ?? rotate.error ?? remove.error} />
      {shows === "edit" && <WebhookForm of={of} all={all} leave={() => setShows("")} made={made} />}
      {shows === "log" && <DeliveryLog webhook={of.id} />}
    </section>
  );
}

function Secret({ made, close }: { made: Made | null; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open={made !== null} onCancel={close} onOk={close} okText={t("channel.secret_kept")} cancelButtonProps={{ style: { display: "none" } }} title={t("channel.secret")}>
      <p>{t("channel.secret_once")}</p>
      <p className="ch-secret" data-testid="webhook-secret">{made?.secret}</p>
      <button type="button" className="an-button" onClick={() => void navigator.clipboard?.writeText(made?.secret ?? "")}>{t("channel.copy")}</button>
      <p className="an-help">{t("channel.secret_help")}</p>
    </Modal>
  );
}

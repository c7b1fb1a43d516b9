/** Administration of channels: defaults and mail server, words, webhooks, the log of all that was sent. */
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { DefaultsForm } from "@/notify/admin/DefaultsForm";
import { DeliveryLog } from "@/notify/admin/DeliveryLog";
import { MailServerForm } from "@/notify/admin/MailServerForm";
import { TemplateList } from "@/notify/admin/TemplateList";
import { WebhookList } from "@/notify/admin/WebhookList";
import "@/notify/notify.css";
import "@/notify/admin/channels.css";

export default function ChannelsPage() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const tabs = [
    { key: "defaults", label: t("channel.defaults"), children: <DefaultsForm /> },
    { key: "server", label: t("channel.server"), children: <MailServerForm /> },
    { key: "templates", label: t("channel.templates"), children: <TemplateList /> },
    { key: "webhooks", label: t("channel.webhooks"), children: <WebhookList /> },
    { key: "log", label: t("channel.log"), children: <DeliveryLog /> },
  ];
  return (
    <section className="ch-page">
      <header className="dk-head">
        <h1>{t("channel.title")}</h1>
      </header>
      <Tabs items={tabs} activeKey={query.get("tab") ?? "defaults"} onChange={(tab) => setQuery({ tab })} destroyOnHidden />
    </section>
  );
}

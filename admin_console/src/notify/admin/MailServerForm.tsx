/** Where mail is handed in: the installation's server or the tenant's own, and a test. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type ChannelSettings, channels, type NewServer } from "@/notify/api";
import { Failure } from "@/notify/admin/Failure";
import { Loaded } from "@/problem/Stand";

const BLANK: NewServer = { host: "", port: 587, security: "starttls", sender: "", user: "", password: "" };
const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

export function MailServerForm() {
  const kept = useQuery({ queryKey: ["channel-settings"], queryFn: channels.settings });
  return <Loaded of={kept}>{(data) => <Server kept={data} key={JSON.stringify(data.server ?? null)} />}</Loaded>;
}

function Server({ kept }: { kept: ChannelSettings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const server = kept.server;
  const drop = useMutation({ mutationFn: channels.dropServer, onSuccess: (next) => client.setQueryData(["channel-settings"], next) });
  const test = useMutation({ mutationFn: channels.testMail });
  return (
    <div className="nt-form" data-testid="mail-server">
      <section className="an-panel">
        <h2>
          {t("channel.server_now")}
          {server && <span className="an-badge an-state-open">{t(server.by_tenant ? "channel.by_tenant" : "channel.by_installation")}</span>}
        </h2>
        {server ? (
          <dl className="an-pairs">
            <div><dt>{t("channel.host")}</dt><dd>{server.host}:{server.port}</dd></div>
            <div><dt>{t("channel.security")}</dt><dd>{t(`channel.security_${server.security}` as "channel.security_tls")}</dd></div>
            <div><dt>{t("channel.sender")}</dt><dd>{server.sender}</dd></div>
            {server.user && <div><dt>{t("channel.user")}</dt><dd>{server.user}</dd></div>}
            <div><dt>{t("channel.links")}</dt><dd>{kept.public_url || t("channel.links_none")}</dd></div>
          </dl>
        ) : (
          <p>{t("channel.server_none")}</p>
        )}
        <div className="an-row ch-actions">
          <button type="button" className="an-button" disabled={test.isPending || !server} onClick={() => test.mutate()} data-testid="test-mail">
            {t("channel.test")}
          </button>
          {!editing && (
            <button type="button" className="an-button" onClick={() => setEditing(true)}>
              {t(server?.by_tenant ? "channel.server_change" : "channel.server_own")}
            </button>
          )}
          {server?.by_tenant && (
            <button type="button" className="an-button" disabled={drop.isPending} onClick={() => drop.mutate()}>
              {t("channel.server_drop")}
            </button>
          )}
        </div>
        {test.isSuccess && (
          <p role="status" className="nt-told">
            {t("channel.test_sent")} <Link to="/channels?tab=log">{t("channel.to_log")}</Link>
          </p>
        )}
        <Failure of={test.error ?? drop.error} />
      </section>
      {editing && <Edit from={server?.by_tenant ? server : undefined} leave={() => setEditing(false)} />}
    </div>
  );
}

function Edit({ from, leave }: { from: ChannelSettings["server"]; leave: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [server, setServer] = useState<NewServer>(from ? { host: from.host, port: from.port, security: from.security as NewServer["security"], sender: from.sender, user: from.user, password: null } : BLANK);
  const change = (part: Partial<NewServer>) => setServer({ ...server, ...part });
  const save = useMutation({
    mutationFn: () => channels.setServer(server),
    onSuccess: (next) => {
      client.setQueryData(["channel-settings"], next);
      leave();
    },
  });
  return (
    <form
      className="an-panel ch-grid"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label>
        {t("channel.host")}
        <input className="an-input" value={server.host} placeholder="smtp.example.com" onChange={(event) => change({ host: event.target.value })} />
      </label>
      <label>
        {t("channel.security")}
        <select className="an-input" value={server.security} onChange={(event) => {
          const security = event.target.value as keyof typeof PORTS;
          change({ security, port: PORTS[security] });
        }}>
          <option value="starttls">{t("channel.security_starttls")}</option>
          <option value="tls">{t("channel.security_tls")}</option>
          <option value="none">{t("channel.security_none")}</option>
        </select>
      </label>
      <label>
        {t("channel.port")}
        <input type="number" className="an-input" value={server.port} onChange={(event) => change({ port: Number(event.target.value) })} />
      </label>
      <label>
        {t("channel.sender")}
        <input className="an-input" value={server.sender} placeholder="ehs@example.com" onChange={(event) => change({ sender: event.target.value })} />
      </label>
      <label>
        {t("channel.user")}
        <input className="an-input" autoComplete="off" value={server.user} onChange={(event) => change({ user: event.target.value })} />
      </label>
      <label>
        {t("channel.password")}
        <input
          type="password"
          className="an-input"
          autoComplete="new-password"
          value={server.password ?? ""}
          placeholder={server.password === null ? t("channel.password_kept") : ""}
          onChange={(event) => change({ password: event.target.value })}
        />
      </label>
      <div className="ch-wide"><Failure of={save.error} /></div>
      <p className="nt-save ch-wide">
        <button type="submit" className="an-button an-button-primary" disabled={save.isPending}>{t("notify.save")}</button>
        <button type="button" className="an-button" onClick={leave}>{t("channel.cancel")}</button>
      </p>
    </form>
  );
}

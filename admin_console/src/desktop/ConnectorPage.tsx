/** Connections to other systems: what runs, when it last worked, and how to add one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { message } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { connectors } from "@/api/endpoints";
import type { ConnectorInstance, Connectors } from "@/api/types";
import { ChangeConnector } from "@/desktop/ChangeConnector";
import { NewConnector } from "@/desktop/NewConnector";
import { RemoveConnector } from "@/desktop/RemoveConnector";
import { Empty, Loaded, ReadFailure } from "@/problem/Stand";
import { moment } from "@/time/format";
import { Ago } from "@/time/SpanText";

export default function ConnectorPage() {
  const { t } = useTranslation();
  const all = useQuery({ queryKey: ["connectors"], queryFn: connectors.list, refetchInterval: 10_000 });
  return (
    <section>
      <header className="dk-head">
        <h1>{t("connector.title")}</h1>
      </header>
      <Loaded of={all}>
        {(data) => (
          <>
            {data.instances.every((one) => one.state === "removed") && <Empty title={t("connector.none")} cure={t("connector.none_cure")} />}
            <div className="dk-cards">
              {data.instances.filter((one) => one.state !== "removed").map((instance) => (
                <Instance key={instance.id} instance={instance} drivers={data.drivers} />
              ))}
            </div>
            <Removed instances={data.instances.filter((one) => one.state === "removed")} />
            <NewConnector drivers={data.drivers} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Instance({ instance, drivers }: { instance: ConnectorInstance; drivers: Connectors["drivers"] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [says, holder] = message.useMessage();
  const [changing, setChanging] = useState(false);
  const driver = drivers.find((one) => one.key === instance.driver);
  const renew = () => client.invalidateQueries({ queryKey: ["connectors"] });
  const run = useMutation({
    mutationFn: () => connectors.run(instance.id),
    onSuccess: () => void says.success(t("connector.started")),
    onSettled: renew,
  });
  const probe = useMutation({
    mutationFn: () => connectors.probe(instance.id),
    onSuccess: (said) => void says.success(said?.text || t("connector.probed")),
    onSettled: renew,
  });
  const counts = Object.entries(instance.counts ?? {}).map(([name, count]) => t(`connector.count_${name}`, { defaultValue: name }) + ` ${count}`);
  const failure = run.error ?? probe.error;
  return (
    <section className="an-panel" data-testid="connector">
      {holder}
      <h2>
        {instance.title}
        <span className="an-panel-note">{driver?.title ?? instance.driver}</span>
        <span className={`an-badge ${instance.error ? "an-state-late" : "an-state-open"}`}>{t(`connector.state_${instance.state}`, { defaultValue: instance.state })}</span>
      </h2>
      <dl className="an-pairs">
        <div>
          <dt>{t("connector.last_ok")}</dt>
          <dd>{instance.last_ok ? <Ago at={instance.last_ok} /> : t("connector.never")}</dd>
        </div>
        <div>
          <dt>{t("connector.last_run")}</dt>
          <dd>{moment(instance.last_run) || t("connector.never")}</dd>
        </div>
        {counts.length > 0 && (
          <div>
            <dt>{t("connector.counts")}</dt>
            <dd>{counts.join(" · ")}</dd>
          </div>
        )}
      </dl>
      {instance.error && <p className="an-warn">{instance.error}</p>}
      {failure && <ReadFailure error={failure} />}
      <div className="an-row dk-actions">
        <button type="button" className="an-button" disabled={probe.isPending} onClick={() => probe.mutate()}>
          {t("connector.probe")}
        </button>
        <button type="button" className="an-button" disabled={run.isPending} data-testid="connector-run" onClick={() => run.mutate()}>
          {t("connector.run")}
        </button>
        {driver && !changing && (
          <button type="button" className="an-button" data-testid="connector-change" onClick={() => setChanging(true)}>
            {t("connector.change")}
          </button>
        )}
        <RemoveConnector instance={instance} />
      </div>
      {driver && changing && <ChangeConnector instance={instance} driver={driver} done={() => setChanging(false)} />}
    </section>
  );
}

/** Who removed what, and when; what these brought is still named after them. */
function Removed({ instances }: { instances: ConnectorInstance[] }) {
  const { t } = useTranslation();
  if (!instances.length) return null;
  return (
    <details className="an-panel" data-testid="connectors-removed">
      <summary>{t("connection.removed", { count: instances.length })}</summary>
      <ul>
        {instances.map((one) => (
          <li key={one.id}>
            <b>{one.title}</b> {one.error}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What was sent, waits, failed or became needless; a failed one can be tried again. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Select, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { channels, type Delivery } from "@/notify/api";
import { Failure } from "@/notify/admin/Failure";
import { Empty, ReadFailure, Skeleton } from "@/problem/Stand";
import { moment } from "@/time/format";

const STATES = ["waiting", "held", "sent", "failed", "dropped"] as const;
const LOOK = { waiting: "an-state-plain", held: "an-state-plain", sent: "an-state-done", failed: "an-state-late", dropped: "an-state-plain" };

export function DeliveryLog({ webhook }: { webhook?: string }) {
  const { t } = useTranslation();
  const [channel, setChannel] = useState(webhook ? "webhook" : "");
  const [outcome, setOutcome] = useState("");
  const log = useInfiniteQuery({
    queryKey: ["deliveries", webhook, channel, outcome],
    queryFn: ({ pageParam }) => channels.log({ channel, outcome, webhook, before_at: pageParam?.created_at, before_id: pageParam?.id }),
    initialPageParam: undefined as Delivery | undefined,
    getNextPageParam: (page) => (page.more ? page.items[page.items.length - 1] : undefined),
    refetchInterval: 5_000,
  });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section data-testid="delivery-log">
      <div className="nt-bar">
        {!webhook && (
          <Select
            value={channel}
            onChange={setChannel}
            aria-label={t("channel.channel")}
            options={[{ value: "", label: t("channel.any_channel") }, { value: "mail", label: t("channel.mail") }, { value: "webhook", label: "Webhook" }, { value: "connector", label: t("channel.connector") }]}
          />
        )}
        <Select
          value={outcome}
          onChange={setOutcome}
          aria-label={t("channel.state")}
          options={[{ value: "", label: t("channel.any_state") }, ...STATES.map((state) => ({ value: state, label: t(`channel.state_${state}`) }))]}
        />
      </div>
      {log.data === undefined ? (
        log.isError ? <ReadFailure error={log.error} again={() => void log.refetch()} /> : <Skeleton />
      ) : items.length === 0 ? (
        <Empty title={t("channel.log_none")} cure={t("channel.log_none_cure")} />
      ) : (
        <Lines items={items} webhook={!!webhook} />
      )}
      {log.hasNextPage && (
        <button type="button" className="an-button" onClick={() => void log.fetchNextPage()}>
          {t("notify.older")}
        </button>
      )}
    </section>
  );
}

function Lines({ items, webhook }: { items: Delivery[]; webhook: boolean }) {
  const { t } = useTranslation();
  const columns = [
    { title: t("channel.at"), key: "at", width: 150, render: (one: Delivery) => moment(one.created_at) },
    {
      title: t("channel.kind"),
      key: "kind",
      width: 150,
      render: (one: Delivery) => t(`channel.kind_${one.kind.replace(".", "_")}`, { defaultValue: one.kind }),
    },
    ...(webhook ? [] : [{ title: t("channel.receiver"), key: "receiver", render: (one: Delivery) => <Receiver of={one} /> }]),
    { title: t("channel.state"), key: "state", width: 200, render: (one: Delivery) => <State of={one} /> },
    { title: t("channel.reason"), key: "reason", render: (one: Delivery) => <Reason of={one} /> },
    { title: "", key: "retry", width: 90, render: (one: Delivery) => one.state === "failed" && <Retry id={one.id} /> },
  ];
  return (
    <div className="an-scroll">
      <Table size="small" rowKey="id" dataSource={items} columns={columns} pagination={false} />
    </div>
  );
}

function Receiver({ of }: { of: Delivery }) {
  const { t } = useTranslation();
  if (of.channel === "webhook") return <>{of.webhook_title ?? "Webhook"} <small>Webhook</small></>;
  if (of.channel === "connector")
    return (
      <>
        {of.connector_title ?? t("channel.connector")}{" "}
        {of.record && of.record_type && <Link to={`/record/${of.record_type}/${of.record}`}>{of.record_number}</Link>}
      </>
    );
  return (
    <>
      {of.person_name ?? t("channel.person_gone")} <small>{of.address}</small>
    </>
  );
}

function State({ of }: { of: Delivery }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={`an-badge ${LOOK[of.state]}`}>{t(`channel.state_${of.state}`)}</span>
      {of.attempts > 0 && <small className="ch-sub">{t("channel.attempts", { count: of.attempts })}</small>}
      {(of.state === "waiting" || of.state === "held") && <small className="ch-sub">{t("channel.next", { at: moment(of.due_at) })}</small>}
    </>
  );
}

function Reason({ of }: { of: Delivery }) {
  const { t } = useTranslation();
  if (!of.reason) return <>—</>;
  return (
    <>
      {t(`channel.reason_${of.reason}`, { defaultValue: of.reason })}
      {of.code != null && <small> · {of.code}</small>}
      {of.response && <small className="ch-sub ch-response">{of.response}</small>}
    </>
  );
}

function Retry({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const retry = useMutation({ mutationFn: () => channels.retry(id), onSettled: () => client.invalidateQueries({ queryKey: ["deliveries"] }) });
  return (
    <>
      <button type="button" className="an-link" disabled={retry.isPending} onClick={() => retry.mutate()}>
        {t("channel.retry")}
      </button>
      <Failure of={retry.error} />
    </>
  );
}

/** Who did what, when, to which record: newest first, each with its proof. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { AuditEvent } from "@/api/listTypes";
import { AuditPerson, AuditPeriod } from "@/audit/AuditFilters";
import { Empty, ReadFailure, Skeleton } from "@/problem/Stand";
import { audit } from "@/lists/calls";
import { moment } from "@/time/format";
import "@/lists/lists.css";
import "@/audit/audit.css";

const FILTERS = ["by", "kind", "type", "number", "period", "record"];

export default function AuditPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const filters = Object.fromEntries(FILTERS.map((key) => [key, address.get(key) ?? ""]));
  const pages = useInfiniteQuery({
    queryKey: ["audit", filters],
    queryFn: ({ pageParam }) => audit.list({ ...filters, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
  const set = (key: string, value: string) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(key, value);
      else next.delete(key);
      return next;
    });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const first = pages.data?.pages[0];
  const narrowed = FILTERS.some((key) => filters[key]);
  return (
    <section className="au" data-testid="audit">
      <header className="dk-head">
        <h1>{t("audit.title")}</h1>
        {first && <span>{t("state.data_time", { at: moment(first.data_time) })}</span>}
        {(["xlsx", "csv"] as const).map((format) => (
          <a key={format} className="an-button" download href={audit.exportAddress({ ...filters, format })} data-testid={`audit-${format}`}>
            {t(`audit.export_${format}`)}
          </a>
        ))}
      </header>
      <p className="an-help au-intro">{t("audit.intro")}</p>
      {first && (first.partial || first.left_out.length > 0) && (
        <p className="an-warn au-limits" role="note" data-testid="audit-limits">
          {t("audit.limits")}
          {first.left_out.length > 0 && t("audit.left_out", { types: first.left_out.join(t("audit.comma")) })}
        </p>
      )}
      <div className="ls-filters au-filters">
        <AuditPerson value={filters.by ?? ""} change={(value) => set("by", value)} />
        <Select
          mode="multiple"
          allowClear
          maxTagCount={1}
          className="au-kind"
          placeholder={t("audit.any_kind")}
          aria-label={t("audit.what")}
          value={(filters.kind ?? "").split(",").filter(Boolean)}
          onChange={(kinds: string[]) => set("kind", kinds.join(","))}
          options={(first?.kinds ?? []).map((kind) => ({ value: kind.key, label: kind.label }))}
          optionFilterProp="label"
        />
        <AuditPeriod value={filters.period ?? ""} change={(value) => set("period", value)} />
        <NumberSearch key={filters.number} value={filters.number ?? ""} change={(value) => set("number", value)} />
        {narrowed && (
          <button type="button" className="an-link" onClick={() => setAddress({})}>
            {t("lists.clear")}
          </button>
        )}
      </div>
      {pages.isError ? (
        <ReadFailure error={pages.error} again={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton />
      ) : items.length === 0 ? (
        <Empty title={t("audit.none")} cure={t(first?.left_out.length || first?.partial ? "audit.none_seen" : "audit.none_cure")} />
      ) : (
        <Lines items={items} />
      )}
      {pages.hasNextPage && (
        <button type="button" className="an-button dk-more" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("action.more")}
        </button>
      )}
    </section>
  );
}

function NumberSearch({ value, change }: { value: string; change: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  return (
    <Input.Search allowClear className="au-number" placeholder={t("audit.number")} aria-label={t("audit.number")} value={text} onChange={(event) => setText(event.target.value)} onSearch={(found) => change(found.trim())} data-testid="audit-number" />
  );
}

function Lines({ items }: { items: AuditEvent[] }) {
  const { t } = useTranslation();
  return (
    <div className="ls-scroll">
      <table className="ls-table au-table" data-testid="audit-table">
        <colgroup>
          <col style={{ width: 160 }} />
          <col style={{ width: 110 }} />
          <col style={{ width: 230 }} />
          <col style={{ width: 300 }} />
          <col />
          <col style={{ width: 120 }} />
        </colgroup>
        <thead>
          <tr>
            {(["time", "person", "what", "record", "content", "seal"] as const).map((key) => (
              <th key={key}>
                <span className="ls-head">{t(`audit.${key}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((event) => (
            <Line key={event.seq} event={event} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  const late = Math.abs(Date.parse(event.received_at) - Date.parse(event.at)) > 300_000;
  const { record } = event;
  return (
    <tr>
      <td className="ls-datetime">
        {moment(event.at)}
        {late && <span className="au-note">{t("audit.received", { at: moment(event.received_at) })}</span>}
      </td>
      <td>{event.person ? event.actor : <span className="an-badge an-state-plain">{t("audit.system")}</span>}</td>
      <td>
        {event.kind_label}
        {event.text && <span className="au-note">{event.text}</span>}
      </td>
      <td>
        {record ? (
          <>
            <Link to={`/record/${record.type}/${record.id}`} className="dk-number">
              {record.number}
            </Link>{" "}
            <span className="au-kind-label">{record.type_label}</span>
            {record.title !== record.number && <span className="au-note">{record.title}</span>}
          </>
        ) : (
          <span className="au-note">{t("audit.no_record")}</span>
        )}
      </td>
      <td className="au-changes">
        {event.changes.slice(0, 3).map((change) => (
          <span key={change.label}>
            <i>{change.label}</i> {change.value}
          </span>
        ))}
        {event.changes.length > 3 && (
          <details>
            <summary>{t("record.details", { count: event.changes.length })}</summary>
            {event.changes.slice(3).map((change) => (
              <span key={change.label}>
                <i>{change.label}</i> {change.value}
              </span>
            ))}
          </details>
        )}
      </td>
      <td>{event.seal_no === undefined ? <span className="an-badge an-state-plain">{t("audit.unsealed")}</span> : <span className="an-badge an-state-done">{t("audit.sealed", { no: event.seal_no })}</span>}</td>
    </tr>
  );
}

/** People, areas or equipment as a searchable list; the address keeps what was searched for. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Input, Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { HazardKinds } from "@/desktop/HazardKinds";
import { records } from "@/api/endpoints";
import type { Row } from "@/api/types";
import { LISTED, type PlainType } from "@/desktop/admin/plainTypes";
import { Empty, ReadFailure } from "@/problem/Stand";
import { LevelBadge } from "@/record/Badges";
import { RecordName } from "@/record/RecordName";
import { mayCreate } from "@/session/permissions";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import "@/desktop/admin/admin.css";

export default function PlainList({ type }: { type: PlainType }) {
  const { t } = useTranslation();
  const adds = mayCreate(useSession(), type);
  const [address, setAddress] = useSearchParams();
  const q = address.get("q") ?? "";
  const org = address.get("org") ?? "";
  const rows = useInfiniteQuery({
    queryKey: ["rows", type, q, org],
    queryFn: ({ pageParam }) => records.list(type, { q, org, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const columns = useColumns(type);
  const first = rows.data?.pages[0];
  const narrow = (key: string, value: string) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(key, value);
      else next.delete(key);
      return next;
    });
  return (
    <section>
      {type === "gas_check" && <HazardKinds />}
      <header className="dk-head">
        <h1>{t(`admin.${type}`)}</h1>
        {first && (
          <span>
            {t(first.total_exact === false ? "list.total_over" : "list.total", { total: first.total })} · {t("state.data_time", { at: moment(first.data_time) })}
          </span>
        )}
        {adds && (
          <Link className="an-button an-button-primary" to={`/${type}/new${org ? `?org=${org}` : ""}`} data-testid="plain-add">
            {t(`admin.add_${type}`)}
          </Link>
        )}
      </header>
      <div className="dk-filters">
        <Input.Search
          allowClear
          key={q}
          defaultValue={q}
          aria-label={t("form.search_name_or_number")}
          placeholder={t("form.search_name_or_number")}
          onSearch={(text) => narrow("q", text.trim())}
          className="dk-plain-search"
          data-testid="plain-search"
        />
        {org && (
          <span className="dk-narrowed">
            {t("admin.below")} <RecordName kind="org" value={org} />
            <button type="button" className="an-link" onClick={() => narrow("org", "")}>
              {t("list.clear")}
            </button>
          </span>
        )}
      </div>
      {rows.isError ? (
        <ReadFailure error={rows.error} again={() => void rows.refetch()} />
      ) : (
        <Table<Row>
          data-testid="plain-table"
          size="small"
          rowKey="id"
          loading={rows.isPending}
          dataSource={rows.data?.pages.flatMap((page) => page.items) ?? []}
          columns={columns}
          pagination={false}
          scroll={{ x: 860 }}
          locale={{ emptyText: rows.isPending ? " " : <Empty title={t(q || org ? "list.none" : "admin.none_yet")} cure={adds ? t("admin.none_cure") : undefined} /> }}
        />
      )}
      {rows.hasNextPage && (
        <button type="button" className="an-button dk-more" disabled={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t("action.more")}
        </button>
      )}
    </section>
  );
}

function useColumns(type: PlainType): TableColumnsType<Row> {
  const { t } = useTranslation();
  const name = {
    title: t("list.name"),
    width: 220,
    render: (_: unknown, row: Row) => <Link to={`/record/${type}/${row.id}`}>{row.title}</Link>,
  };
  const listed = LISTED[type].map((key) => ({
    title: t(`admin.field_${key}` as "admin.field_post"),
    width: 170,
    render: (_: unknown, row: Row) => (typeof row.data[key] === "string" ? row.data[key] : ""),
  }));
  const risk = { title: t("admin.risk"), width: 150, render: (_: unknown, row: Row) => <LevelBadge level={row.level} label={row.level_label} /> };
  const area = { title: t("record.area"), width: 160, render: (_: unknown, row: Row) => row.area?.name };
  const sampled = { title: t("admin.sampled_at"), width: 160, render: (_: unknown, row: Row) => (typeof row.data.sampled_at === "string" ? moment(row.data.sampled_at) : "") };
  return [
    name,
    ...listed,
    ...(type === "area" ? [risk] : []),
    ...(type === "gas_check" ? [{ ...risk, title: t("admin.gas_result"), width: 190 }, sampled] : []),
    ...(type === "equipment" ? [area] : []),
    { title: t("list.org"), width: 170, render: (_: unknown, row: Row) => row.org?.name },
    { title: t("list.number"), width: 150, render: (_: unknown, row: Row) => <span className="dk-number">{row.number}</span> },
  ];
}

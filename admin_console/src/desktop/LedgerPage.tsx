/** The ledgers that norms ask for: choose one, read it row by row. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useParams } from "react-router";
import { ledgers } from "@/api/endpoints";
import type { LedgerPage as Page } from "@/api/types";
import { Empty, Loaded, ReadFailure, Skeleton } from "@/problem/Stand";
import { moment } from "@/time/format";

export default function LedgerPage() {
  const { t } = useTranslation();
  const { key } = useParams();
  const all = useQuery({ queryKey: ["ledgers"], queryFn: ledgers.all });
  const shown = all.data?.find((ledger) => ledger.key === key) ?? (key ? undefined : all.data?.[0]);
  return (
    <section>
      <header className="dk-head">
        <h1>{t("ledger.list")}</h1>
        {shown?.export && (
          <a className="an-button" href={ledgers.file(shown, "xlsx")} download data-testid="ledger-export">
            {t("ledger.export")}
          </a>
        )}
        <button type="button" className="an-button" onClick={() => window.print()} data-testid="ledger-print">
          {t("print.button")}
        </button>
      </header>
      <Loaded of={all}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t("ledger.none")} cure={t("ledger.none_cure")} />
          ) : (
            <div className="dk-ledgers">
              <nav className="an-panel">
                {list.map((ledger) => (
                  <NavLink
                    key={ledger.key}
                    to={`/ledgers/${ledger.key}`}
                    className={({ isActive }) => (isActive || (!key && ledger === list[0]) ? "active" : "")}
                    data-testid={`ledger-${ledger.key}`}
                  >
                    {ledger.title}
                    {ledger.count !== undefined && ledger.count !== null && <span>{t("ledger.count", { count: ledger.count })}</span>}
                  </NavLink>
                ))}
              </nav>
              <LedgerRows key={key ?? list[0]!.key} ledger={key ?? list[0]!.key} />
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

function LedgerRows({ ledger }: { ledger: string }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ["ledger", ledger],
    queryFn: ({ pageParam }) => ledgers.page(ledger, { cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (pages.isPending) return <Skeleton />;
  if (pages.isError) return <ReadFailure error={pages.error} again={() => void pages.refetch()} />;
  const first = pages.data?.pages[0];
  return (
    <div>
      {first && <p className="an-help">{t("state.data_time", { at: moment(first.data_time) })}</p>}
      <Table<Page["items"][number]>
        size="small"
        rowKey="id"
        data-testid="ledger-table"
        dataSource={pages.data?.pages.flatMap((page) => page.items) ?? []}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: <Empty title={t("ledger.rows_none")} /> }}
        columns={(first?.columns ?? []).map((column, i) => ({
          title: column.label,
          key: column.key,
          render: (_, row) => (i === 0 ? <Link to={`/record/${row.type}/${row.id}`}>{row.cells[0]}</Link> : asPeopleRead(row.cells[i])),
        }))}
      />
      {pages.hasNextPage && (
        <button type="button" className="an-button dk-more" onClick={() => void pages.fetchNextPage()}>
          {t("action.more")}
        </button>
      )}
    </div>
  );
}
/** Cells are text; an instant among them is shown in plant time. */
const asPeopleRead = (cell: string | null | undefined) =>
  cell && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell) ? moment(cell) : cell;

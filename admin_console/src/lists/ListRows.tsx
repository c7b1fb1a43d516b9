/** Pages of rows that load as one comes near their end; every state of a list is designed. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { InputRef } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { records } from "@/api/endpoints";
import type { ColumnShape, ListShape } from "@/api/listTypes";
import type { RowPage } from "@/api/types";
import { Empty, ReadFailure, Skeleton } from "@/problem/Stand";
import type { ListRow } from "@/lists/cells";
import { ListTable } from "@/lists/ListTable";
import { asked } from "@/lists/query";
import type { Chosen } from "@/lists/useChoosing";
import type { List } from "@/lists/useList";
import { useRowKeys } from "@/lists/useRowKeys";

export type Page = Pick<RowPage, "total" | "total_exact" | "data_time">;
export interface RowsProps {
  shape: ListShape;
  list: List;
  columns: ColumnShape[];
  choosing: Chosen;
  searchRef: React.RefObject<InputRef | null>;
  onRows?: (rows: ListRow[]) => void;
  onPage?: (page: Page) => void;
  /** Filters of a group, beside those of the list. */
  within?: Record<string, string>;
  keys?: boolean;
}
const SIZE = 50;

export function ListRows({ shape, list, columns, choosing, searchRef, onRows, onPage, within, keys = false }: RowsProps) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [at, setAt] = useState(-1);
  const query = { ...asked(list.state, columns), ...within };
  const pages = useInfiniteQuery({
    queryKey: ["rows", shape.type, query],
    queryFn: ({ pageParam }) => records.list(shape.type, { ...query, limit: SIZE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => (pages.data?.pages.flatMap((page) => page.items) ?? []) as ListRow[], [pages.data]);
  const first = pages.data?.pages[0];
  useEffect(() => onRows?.(rows), [rows, onRows]);
  useEffect(() => {
    if (first) onPage?.(first);
  }, [first, onPage]);
  useRowKeys({
    on: keys,
    rows,
    at,
    move: setAt,
    open: (row) => go(`/record/${shape.type}/${row.id}`),
    toggle: (row) => choosing.toggle(row.id),
    search: () => searchRef.current?.focus({ cursor: "all" }),
    clear: choosing.clear,
    more: () => pages.hasNextPage && void pages.fetchNextPage(),
  });
  if (pages.isError) return <ReadFailure error={pages.error} again={() => void pages.refetch()} />;
  if (pages.isPending) return <Skeleton />;
  if (!rows.length) return <NoRows filtered={Object.keys(list.state.filters).length > 0} clear={() => list.change({ filters: {} })} />;
  return (
    <div className={pages.isPlaceholderData ? "ls-stale" : ""} aria-busy={pages.isFetching}>
      <ListTable
        type={shape.type}
        rows={rows}
        columns={columns}
        sort={list.state.sort}
        widths={list.state.widths}
        q={list.state.filters.q ?? ""}
        at={at}
        choosing={choosing}
        order={(sort) => list.change({ sort })}
        resize={(widths) => list.change({ widths })}
      />
      <p className="ls-end">
        {t("lists.shown", { shown: rows.length.toLocaleString("en-US") })}
        {pages.hasNextPage ? (
          <More busy={pages.isFetchingNextPage} more={() => void pages.fetchNextPage()} />
        ) : (
          <span> · {t("lists.end")}</span>
        )}
      </p>
    </div>
  );
}

function NoRows({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty title={t(filtered ? "lists.none_here" : "lists.none_yet")} cure={t(filtered ? "lists.none_here_cure" : "lists.none_yet_cure")}>
      {filtered && (
        <button type="button" className="an-button" onClick={clear}>
          {t("lists.clear")}
        </button>
      )}
    </Empty>
  );
}

/** Loads when it comes into sight, and by hand. */
function More({ busy, more }: { busy: boolean; more: () => void }) {
  const { t } = useTranslation();
  const mark = useRef<HTMLButtonElement>(null);
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    if (busy || !mark.current) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && latest.current(), { rootMargin: "300px" });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [busy]);
  return (
    <button ref={mark} type="button" className="an-button" disabled={busy} onClick={more}>
      {t("action.more")}
    </button>
  );
}

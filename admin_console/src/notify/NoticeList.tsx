/** The inbox of both entries: unread or all, by group, together by record, older ones on demand. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Inbox, type InboxNotice, notices } from "@/notify/api";
import { together } from "@/notify/together";
import { Empty, ReadFailure, Skeleton } from "@/problem/Stand";
import { Ago } from "@/time/SpanText";
import "@/notify/notify.css";

const GROUPS = ["task", "reminder", "escalation", "warning", "progress"] as const;

export function NoticeList() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [fresh, setFresh] = useState(true);
  const [group, setGroup] = useState("");
  const list = useInfiniteQuery({
    queryKey: ["inbox", fresh, group],
    queryFn: ({ pageParam }) => notices.list({ fresh, group, before_at: pageParam?.at, before_id: pageParam?.id }),
    initialPageParam: undefined as InboxNotice | undefined,
    getNextPageParam: (page: Inbox) => (page.more ? page.items[page.items.length - 1] : undefined),
    refetchInterval: 60_000,
  });
  const renew = () => {
    for (const key of ["inbox", "unread", "worklist"]) void client.invalidateQueries({ queryKey: [key] });
  };
  const read = useMutation({ mutationFn: (ids?: string[]) => notices.read(ids ? { ids } : {}), onSettled: renew });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="nt-inbox" data-testid="inbox">
      <div className="nt-bar">
        <div className="nt-switch" role="group" aria-label={t("notify.which")}>
          <button type="button" aria-pressed={fresh} onClick={() => setFresh(true)}>{t("notify.unread")}</button>
          <button type="button" aria-pressed={!fresh} onClick={() => setFresh(false)}>{t("notify.all")}</button>
        </div>
        <select className="an-input" aria-label={t("notify.kind")} value={group} onChange={(event) => setGroup(event.target.value)}>
          <option value="">{t("notify.any_kind")}</option>
          {GROUPS.map((key) => (
            <option key={key} value={key}>{t(`notify.group_${key}`)}</option>
          ))}
        </select>
        {items.some((item) => !item.read) && (
          <button type="button" className="an-link nt-all" disabled={read.isPending} onClick={() => read.mutate(undefined)} data-testid="inbox-all">
            {t("work.mark_all")}
          </button>
        )}
      </div>
      {list.data === undefined ? (
        list.isError ? <ReadFailure error={list.error} again={() => void list.refetch()} /> : <Skeleton />
      ) : items.length === 0 ? (
        <Empty title={t(fresh ? "notify.none_unread" : "work.notices_none")} cure={t("work.notices_none_cure")} />
      ) : (
        <ul className="nt-list">
          {together(items).map((bundle) => (
            <Bundle key={bundle[0]!.id} of={bundle} seen={(ids) => read.mutate(ids)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <button type="button" className="an-button an-button-wide" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("notify.older")}
        </button>
      )}
    </section>
  );
}

/** What was told of one record in a row: the newest in full, the rest folded. */
function Bundle({ of, seen }: { of: InboxNotice[]; seen: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const ids = of.filter((notice) => !notice.read).map((notice) => notice.id);
  return (
    <li className={ids.length ? "nt-fresh" : ""}>
      {of.slice(0, open ? undefined : 1).map((notice) => (
        <Line key={notice.id} notice={notice} seen={seen} />
      ))}
      <p className="nt-acts">
        {of.length > 1 && (
          <button type="button" className="an-link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t("notify.fold") : t("notify.others", { count: of.length - 1 })}
          </button>
        )}
        {ids.length > 0 && (
          <button type="button" className="an-link" onClick={() => seen(ids)}>
            {t("work.mark_read")}
          </button>
        )}
      </p>
    </li>
  );
}

function Line({ notice, seen }: { notice: InboxNotice; seen: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const record = notice.record;
  return (
    <p className="nt-line" data-testid="inbox-notice" data-kind={notice.kind}>
      <span className={`an-badge nt-${notice.group}`}>{t(`notify.group_${notice.group}` as "notify.group_task")}</span>
      {record ? (
        <Link to={`/record/${record.type}/${record.id}`} onClick={() => !notice.read && seen([notice.id])}>
          {notice.text}
        </Link>
      ) : (
        <b>{notice.text}</b>
      )}
      <small>
        <Ago at={notice.at} />
        {notice.done && ` · ${t("notify.done")}`}
      </small>
    </p>
  );
}

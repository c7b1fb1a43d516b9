/** Notices: read with one touch, each leading to its record. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { work } from "@/api/endpoints";
import type { Notice } from "@/api/types";
import { Ago } from "@/time/SpanText";

/** `limit`: only the newest; the rest is behind `all`. */
type Props = { items: Notice[]; limit?: number; all?: string; address: (record: NonNullable<Notice["record"]>) => string };
export function Notices({ items, address, limit, all }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: work.readNotice,
    onSuccess: () => client.invalidateQueries({ queryKey: ["worklist"] }),
  });
  const fresh = items.filter((notice) => !notice.read);
  const readAll = useMutation({
    mutationFn: async () => {
      for (const notice of fresh) await work.readNotice(notice.id);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["worklist"] }),
  });
  if (!fresh.length) return null;
  return (
    <section className="an-panel an-notices" data-testid="notices">
      <h2>
        {t("work.notices")}
        <span className="an-panel-note">{t("work.count", { count: fresh.length })}</span>
        {fresh.length > 1 && (
          <button type="button" className="an-link an-notices-all" data-testid="notices-all" disabled={readAll.isPending} onClick={() => readAll.mutate()}>
            {t("work.mark_all")}
          </button>
        )}
      </h2>
      {fresh.slice(0, limit).map((notice) => (
        <div key={notice.id} className="an-notice">
          <p>
            {notice.record ? <Link to={address(notice.record)}>{notice.text}</Link> : notice.text}
            <span>
              <Ago at={notice.at} />
            </span>
          </p>
          <button type="button" className="an-link" onClick={() => read.mutate(notice.id)}>
            {t("work.mark_read")}
          </button>
        </div>
      ))}
      {all && limit !== undefined && fresh.length > limit && (
        <Link to={all} className="an-button an-button-wide" data-testid="notices-more">
          {t("work.notices_all")}
        </Link>
      )}
    </section>
  );
}

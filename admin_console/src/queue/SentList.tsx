/** 今天已发送: number, time and the way to the record. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { SentItem } from "@/queue/sentToday";
import { moment } from "@/time/format";

export function SentList({ items }: { items: SentItem[] }) {
  const { t } = useTranslation();
  if (!items.length) return null;
  return (
    <section className="an-panel" data-testid="queue-sent">
      <h2>{t("queue.sent_today")}</h2>
      <ul className="an-mine">
        {items.map((item) => (
          <li key={item.id}>
            <Link to={`/record/${item.type}/${item.record}`}>
              <b>{t("queue.sent_one", { number: item.number, at: moment(item.at).slice(11, 16) })}</b>
              <small>{[t(`queue.kind_${item.kind}`), item.title].join(" · ")}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** No signal is said at the top of every page, with what can be done nevertheless; what waits is one touch away. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useReachable } from "@/api/reach";
import { useQueue } from "@/queue/useQueue";

export function OfflineBar() {
  const { t } = useTranslation();
  const reachable = useReachable();
  const queue = useQueue();
  const client = useQueryClient();
  const { pathname } = useLocation();
  useEffect(() => {
    if (reachable) void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "queue" });
  }, [client, reachable]);
  const count = queue.data?.items.length ?? 0;
  const refused = queue.data?.items.some((item) => item.problem);
  if (pathname === "/queue" || (reachable && !count)) return null;
  return (
    <Link to="/queue" className={`ph-offline${refused ? " ph-offline-refused" : ""}`} data-testid="offline-bar" role="status">
      <span>{!reachable ? t("queue.offline") : refused ? t("queue.needs_you") : t("queue.sending_soon")}</span>
      {count > 0 && <b>{t("queue.count", { count })}</b>}
    </Link>
  );
}

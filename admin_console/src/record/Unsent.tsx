/** Reports that found no signal, where the desk shows them; the phone has a page for them. */
import { useTranslation } from "react-i18next";
import { QueueList, type QueueActions } from "@/queue/QueueList";
import { useDrainer, useQueue } from "@/queue/useQueue";

export function UnsentReports(actions: QueueActions) {
  const { t } = useTranslation();
  useDrainer();
  const queue = useQueue();
  if (!queue.data?.items.length) return null;
  return (
    <section className="an-unsent" data-testid="unsent-reports">
      <h2>{t("unsent.title", { count: queue.data.items.length })}</h2>
      <p className="an-help">{t("unsent.kept")}</p>
      <QueueList {...actions} />
    </section>
  );
}

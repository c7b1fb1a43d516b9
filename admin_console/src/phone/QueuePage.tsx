/** 待发送: what this phone still has to send, and originals of photos that follow. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { megabytes } from "@/capture/pictures";
import { TopBar } from "@/phone/TopBar";
import { Empty } from "@/problem/Stand";
import { drain, isThin } from "@/queue/drain";
import { QueueList } from "@/queue/QueueList";
import { QueuePhotos } from "@/queue/QueuePhotos";
import { SentList } from "@/queue/SentList";
import { type Queue, useQueue } from "@/queue/useQueue";
import { draftOwner, useSession } from "@/session/session";

export default function QueuePage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const queue = useQueue();
  const found = queue.data;
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/start")}>
        {t("queue.title")}
      </TopBar>
      <main className="ph-main">
        {found && !found.items.length && !found.originals.length && <Empty title={t("queue.none")} cure={t("queue.none_cure")} />}
        {found && found.items.length > 0 && <p className="an-help ph-lead">{t("queue.by_itself")}</p>}
        <QueueList open={(record) => go(`/record/${record.type}/${record.id}`)} edit={(type, id) => go(`/report/${type}/${id}`)} />
        {found && found.originals.length > 0 && <Originals queue={found} />}
        {found && found.others > 0 && <p className="an-warn">{t("queue.others", { count: found.others })}</p>}
        {found && <SentList items={found.sent} />}
        <p className="an-help ph-lead">{t("queue.online_only")}</p>
      </main>
    </div>
  );
}

function Originals({ queue }: { queue: Queue }) {
  const { t } = useTranslation();
  const owner = draftOwner(useSession());
  const [sending, setSending] = useState(false);
  const size = megabytes(queue.originals.reduce((sum, photo) => sum + photo.blob.size, 0));
  const now = async () => {
    setSending(true);
    await drain(owner, { originals: true }).catch(() => undefined);
    setSending(false);
  };
  return (
    <section className="an-panel" data-testid="queue-originals">
      <h2>
        {t("queue.originals", { count: queue.originals.length })}
        <span className="an-panel-note">{size}</span>
      </h2>
      <p className="an-help">{t(isThin() ? "queue.originals_wait" : "queue.originals_follow")}</p>
      <QueuePhotos hashes={queue.originals.map((photo) => photo.hash)} kept={queue.photos} />
      {queue.originals.map((photo) => photo.problem && <p key={photo.hash} className="an-fault">{photo.problem.detail ?? photo.problem.title}</p>)}
      <button type="button" className="an-button an-button-wide" disabled={sending} onClick={() => void now()}>
        {t(sending ? "photo.state_sending" : "queue.originals_now")}
      </button>
    </section>
  );
}

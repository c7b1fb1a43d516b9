/** What waits to be sent: each with its age, its size, why it is still here, and what its person can do. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clockOffsetSeconds, serverNow } from "@/api/serverClock";
import { forgetPhotos, photosIn } from "@/capture/photos";
import { megabytes } from "@/capture/pictures";
import type { Waiting } from "@/drafts/database";
import { dropDraft, reportKey, writeDraft } from "@/drafts/store";
import { BlockCard } from "@/problem/BlockCard";
import { QueuePhotos } from "@/queue/QueuePhotos";
import { sendWaiting } from "@/queue/send";
import { type Queue, useQueue } from "@/queue/useQueue";
import { isRefused, waiting } from "@/queue/waiting";
import { Ago } from "@/time/SpanText";
import { moment, wire } from "@/time/format";
import "@/queue/queue.css";

export interface QueueActions {
  /** Opens a record of the server's. */
  open: (record: { type: string; id: string }) => void;
  /** Opens the draft that lies under the key. */
  edit: (type: string, id: string, key: string) => void;
}

export function QueueList({ open, edit }: QueueActions) {
  const queue = useQueue();
  return (
    <ul className="an-queue" data-testid="queue">
      {queue.data?.items.map((item) => (
        <li key={item.id}>
          <QueueItem item={item} queue={queue.data} open={open} edit={edit} />
        </li>
      ))}
    </ul>
  );
}

function QueueItem({ item, queue, open, edit }: QueueActions & { item: Waiting; queue: Queue }) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const hashes = photosIn(item.data);
  const bytes = hashes.reduce((sum, hash) => sum + (queue.photos.get(hash)?.blob.size ?? 0), 0);
  const retry = useMutation({ networkMode: "always", mutationFn: (changed: Partial<Waiting>) => again(item, changed) });
  const change = async () => {
    const key = reportKey(item.owner, item.type, item.id);
    writeDraft(key, { id: item.id, began_at: item.captured_at, clock_offset_seconds: item.clock_offset_seconds, values: item.data, spent_ms: (item.entry_seconds ?? 0) * 1000 });
    await waiting.drop(item.id);
    edit(item.type, item.id, key);
  };
  const state = retry.isPending ? "sending" : isRefused(item) ? "refused" : item.failed ? "failed" : "waiting";
  return (
    <article className={`an-panel an-queue-item an-queue-${state}`} data-testid="queue-item" data-state={state}>
      <p className="an-queue-top">
        <span className={`an-badge an-state-${state === "refused" ? "late" : "open"}`}>{t(`queue.state_${state}`)}</span>
        <span>{t(`queue.kind_${item.kind}`)}</span>
        <span className="an-queue-age">
          <Ago at={item.kept_at} />
          {hashes.length > 0 && ` · ${bytes ? t("queue.size", { count: hashes.length, size: megabytes(bytes) }) : t("queue.size_sent", { count: hashes.length })}`}
        </span>
      </p>
      <h3>{item.title}</h3>
      <QueuePhotos hashes={hashes} kept={queue.photos} />
      {item.failed && <p className="an-warn">{t("queue.failed", { why: item.failed, count: item.attempts })}</p>}
      {item.problem && <BlockCard problem={item.problem} errors={item.problem.errors} />}
      {item.problem?.code === "captured_in_the_future" && (
        <button
          type="button"
          className="an-button an-button-primary an-button-wide"
          data-testid="queue-servers-clock"
          onClick={() => retry.mutate({ captured_at: wire(), clock_offset_seconds: clockOffsetSeconds() })}
        >
          {t("queue.servers_clock", { at: moment(wire(serverNow())) })}
        </button>
      )}
      {item.problem?.code === "id_already_used" && (
        <button type="button" className="an-button an-button-wide" onClick={() => open(item)}>
          {t("queue.see_sent")}
        </button>
      )}
      {leaving ? (
        <div role="alertdialog" aria-label={t("queue.discard_sure")}>
          <p className="an-warn">{t("queue.discard_sure")}</p>
          <div className="an-row an-queue-does">
            <button type="button" className="an-button" onClick={() => setLeaving(false)}>
              {t("queue.keep")}
            </button>
            <button type="button" className="an-button an-button-danger" data-testid="queue-discard-sure" onClick={() => void discard(item, queue)}>
              {t("queue.discard")}
            </button>
          </div>
        </div>
      ) : (
        <div className="an-row an-queue-does">
          <button type="button" className="an-button" data-testid="queue-discard" onClick={() => setLeaving(true)}>
            {t("queue.discard")}
          </button>
          {item.kind === "report" && (
            <button type="button" className="an-button" data-testid="queue-edit" onClick={() => void change()}>
              {t("queue.edit")}
            </button>
          )}
          <button type="button" className="an-button an-button-primary" data-testid="queue-retry" disabled={retry.isPending} onClick={() => retry.mutate({})}>
            {t(retry.isPending ? "form.sending" : "queue.retry")}
          </button>
        </div>
      )}
      {retry.data?.state === "later" && !retry.data.failed && <p className="an-help">{t("unsent.still")}</p>}
    </article>
  );
}

/** A person asks: a refusal is asked for anew, a busy tab that was killed is not waited for. */
async function again(item: Waiting, changed: Partial<Waiting>) {
  await waiting.put({ ...item, ...changed, problem: undefined, busy_until: undefined });
  return await sendWaiting(item);
}
async function discard(item: Waiting, queue: Queue): Promise<void> {
  const elsewhere = new Set(queue.items.filter((other) => other.id !== item.id).flatMap((other) => photosIn(other.data)));
  await forgetPhotos(photosIn(item.data).filter((hash) => !elsewhere.has(hash)));
  dropDraft(reportKey(item.owner, item.type, item.id));
  await waiting.drop(item.id);
}

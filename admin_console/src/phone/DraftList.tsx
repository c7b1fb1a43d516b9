/** Reports begun and not sent: go on, or let go. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { forgetPhotos, photosIn } from "@/capture/photos";
import { draftReports, dropDraft, type ListedDraft, titleOf } from "@/drafts/store";
import { QueuePhotos } from "@/queue/QueuePhotos";
import { useQueue } from "@/queue/useQueue";
import { draftOwner, useSession } from "@/session/session";
import { Ago } from "@/time/SpanText";

export function DraftList() {
  const { t } = useTranslation();
  const owner = draftOwner(useSession());
  const [drafts, setDrafts] = useState(() => draftReports(owner));
  const queue = useQueue();
  if (!drafts.length) return null;
  const drop = async ({ key, draft }: ListedDraft) => {
    dropDraft(key);
    setDrafts(draftReports(owner));
    await forgetPhotos(photosIn(draft.values));
  };
  return (
    <section className="an-panel ph-draft-list" data-testid="drafts">
      <h2>{t("draft.title", { count: drafts.length })}</h2>
      <ul className="ph-drafts">
        {drafts.map((listed) => (
          <li key={listed.key} data-testid="draft">
            <DraftLine listed={listed} drop={() => void drop(listed)}>
              <QueuePhotos hashes={photosIn(listed.draft.values).slice(0, 1)} kept={queue.data?.photos} />
            </DraftLine>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Line = { listed: ListedDraft; drop: () => void; children: React.ReactNode };
function DraftLine({ listed: { type, draft }, drop, children }: Line) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <button type="button" className="ph-draft" onClick={() => go(`/report/${type}/${draft.id}`)}>
        {children}
        <span>
          <b>{titleOf(draft.values, t("draft.untitled"))}</b>
          <small>
            <Ago at={draft.began_at} />
            {` · ${t("draft.photos", { count: photosIn(draft.values).length })}`}
          </small>
        </span>
      </button>
      {leaving ? (
        <button type="button" className="an-button an-button-danger" data-testid="draft-drop-sure" onClick={drop}>
          {t("draft.drop_sure")}
        </button>
      ) : (
        <button type="button" className="an-link" onClick={() => setLeaving(true)}>
          {t("draft.drop")}
        </button>
      )}
    </>
  );
}

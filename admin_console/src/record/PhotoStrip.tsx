/** Evidence photos in a row; one tap opens the viewer. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { media } from "@/api/endpoints";

// Without a signal the viewer's code cannot be fetched: the picture alone is better than a broken page.
const Viewer = lazy(() => import("@/media/Viewer").catch(() => ({ default: PlainView })));

export function PhotoStrip({ hashes }: { hashes: string[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number>();
  return (
    <div className="an-strip">
      {hashes.map((hash, i) => (
        <button key={hash} type="button" onClick={() => setOpen(i)} aria-label={t("photo.open", { number: i + 1 })}>
          <img src={media.address(hash)} alt={t("photo.evidence", { number: i + 1 })} loading="lazy" />
        </button>
      ))}
      {open !== undefined && (
        <Suspense>
          <Viewer hashes={hashes} at={open} move={setOpen} close={() => setOpen(undefined)} />
        </Suspense>
      )}
    </div>
  );
}

type Viewing = { hashes: string[]; at: number; move: (at: number) => void; close: () => void };
function PlainView({ hashes, at, close }: Viewing) {
  const { t } = useTranslation();
  return (
    <div className="an-viewer" role="dialog" aria-modal aria-label={t("viewer.title")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <img src={media.address(hashes[at]!)} alt={t("photo.evidence", { number: at + 1 })} />
      <div className="an-viewer-bar">
        <button type="button" autoFocus onClick={close}>
          {t("action.close")}
        </button>
      </div>
    </div>
  );
}

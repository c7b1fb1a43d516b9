/** A photo as large as the screen: zoomed, turned, one after the other, with what is known of it. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { media } from "@/api/endpoints";
import { PhotoFacts } from "@/media/PhotoFacts";
import { usePanning } from "@/media/usePanning";
import "@/media/viewer.css";

type Props = { hashes: string[]; at: number; move: (at: number) => void; close: () => void };
type Variant = "watermarked" | "original";

export default function Viewer({ hashes, at, move, close }: Props) {
  const { t } = useTranslation();
  const hash = hashes[at]!;
  const [variant, setVariant] = useState<Variant>("watermarked");
  const [turn, setTurn] = useState(0);
  const [facts, setFacts] = useState(window.innerWidth > 900);
  const closing = useRef<HTMLButtonElement>(null);
  const view = usePanning();
  useEffect(() => closing.current?.focus(), []);
  const go = (next: number) => {
    if (next < 0 || next >= hashes.length) return;
    view.fit();
    setTurn(0);
    move(next);
  };
  const keys: Record<string, () => void> = {
    Escape: close,
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    "+": () => view.zoom(1.25),
    "=": () => view.zoom(1.25),
    "-": () => view.zoom(0.8),
    "0": view.fit,
    r: () => setTurn(turn + 90),
    i: () => setFacts(!facts),
  };
  return (
    <div
      className="vw"
      role="dialog"
      aria-modal
      aria-label={t("viewer.title")}
      data-testid="viewer"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (keepInside(event)) return;
        const act = keys[event.key];
        if (!act) return;
        event.preventDefault();
        act();
      }}
    >
      <div className="vw-stage" {...view.handlers}>
        <img
          src={media.address(hash, variant)}
          alt={t("photo.evidence", { number: at + 1 })}
          draggable={false}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale}) rotate(${turn}deg)` }}
        />
        {at > 0 && (
          <button type="button" className="vw-side vw-left" aria-label={t("photo.previous")} onClick={() => go(at - 1)}>
            ‹
          </button>
        )}
        {at + 1 < hashes.length && (
          <button type="button" className="vw-side vw-right" aria-label={t("photo.next")} onClick={() => go(at + 1)}>
            ›
          </button>
        )}
      </div>
      {facts && <PhotoFacts hash={hash} />}
      <div className="vw-bar">
        <span className="vw-count">{`${at + 1} / ${hashes.length}`}</span>
        <Tool label={t("viewer.zoom_out")} act={() => view.zoom(0.8)} sign="−" />
        <span className="vw-scale">{Math.round(view.scale * 100)}%</span>
        <Tool label={t("viewer.zoom_in")} act={() => view.zoom(1.25)} sign="+" />
        <Tool label={t("viewer.fit")} act={view.fit} sign="⤢" />
        <Tool label={t("viewer.rotate")} act={() => setTurn(turn + 90)} sign="⟳" />
        <button type="button" aria-pressed={variant === "original"} onClick={() => setVariant(variant === "original" ? "watermarked" : "original")} data-testid="viewer-variant">
          {t(variant === "original" ? "viewer.copy" : "viewer.original")}
        </button>
        <a href={media.address(hash, "original")} download={`${hash.slice(0, 16)}.jpg`}>
          {t("viewer.download")}
        </a>
        <button type="button" aria-pressed={facts} onClick={() => setFacts(!facts)}>
          {t("viewer.facts")}
        </button>
        <button ref={closing} type="button" onClick={close}>
          {t("action.close")}
        </button>
      </div>
    </div>
  );
}

/** Tab goes round inside: what lies behind is not to be reached. */
function keepInside(event: React.KeyboardEvent<HTMLDivElement>): boolean {
  if (event.key !== "Tab") return false;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("button:not(:disabled), a[href]")];
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement !== edge) return true;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
  return true;
}

function Tool({ label, act, sign }: { label: string; act: () => void; sign: string }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={act}>
      {sign}
    </button>
  );
}

/** A panel over the page: from below on a phone, in the middle at a desk; Escape and the ground close it. */
import { type ReactNode, useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

type Props = { title: string; close: () => void; children: ReactNode };
export function Overlay({ title, close, children }: Props) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  const shut = useRef(close);
  useEffect(() => {
    shut.current = close;
  });
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    panel.current?.focus();
    const leave = (event: KeyboardEvent) => event.key === "Escape" && shut.current();
    document.addEventListener("keydown", leave);
    return () => {
      document.removeEventListener("keydown", leave);
      before?.focus();
    };
  }, []);
  return createPortal(
    <div className="an-overlay" onClick={(event) => event.target === event.currentTarget && close()}>
      <div className="an-overlay-panel" role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} ref={panel}>
        <header>
          <h2>{title}</h2>
          <button type="button" className="an-link" onClick={close}>
            {t("action.close")}
          </button>
        </header>
        {children}
      </div>
    </div>,
    document.body,
  );
}

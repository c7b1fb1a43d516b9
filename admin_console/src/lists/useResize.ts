/** Columns grow and shrink at their edge, with the pointer or the arrow keys. */
import { useState } from "react";

const NARROWEST = 48;
const WIDEST = 900;
const clamp = (width: number) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

export function useResize(kept: Record<string, number>, keep: (widths: Record<string, number>) => void) {
  const [moving, setMoving] = useState<Record<string, number>>({});
  const widths = { ...kept, ...moving };
  const end = (key: string, width: number) => {
    setMoving({});
    keep({ ...kept, [key]: clamp(width) });
  };
  const grip = (key: string, width: number): React.HTMLAttributes<HTMLElement> => ({
    tabIndex: 0,
    "aria-valuenow": Math.round(width),
    onKeyDown: (event) => {
      const step = event.key === "ArrowRight" ? 16 : event.key === "ArrowLeft" ? -16 : 0;
      if (!step) return;
      event.preventDefault();
      end(key, width + step);
    },
    onPointerDown: (event) => {
      event.preventDefault();
      const from = event.clientX;
      const follow = (to: PointerEvent) => setMoving({ [key]: clamp(width + to.clientX - from) });
      const stop = (to: PointerEvent) => {
        window.removeEventListener("pointermove", follow);
        end(key, width + to.clientX - from);
      };
      window.addEventListener("pointermove", follow);
      window.addEventListener("pointerup", stop, { once: true });
    },
  });
  return { widths, grip };
}

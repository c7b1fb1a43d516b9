/** j and k walk, Enter opens, x chooses, / searches, Escape clears; not while somebody types. */
import { useEffect, useRef } from "react";
import type { ListRow } from "@/lists/cells";

export interface RowKeys {
  on: boolean;
  rows: ListRow[];
  at: number;
  move: (at: number) => void;
  open: (row: ListRow) => void;
  toggle: (row: ListRow) => void;
  search: () => void;
  clear: () => void;
  more: () => void;
}
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && Boolean(target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]"));

export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const now = latest.current;
      if (!now.on || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (press(event, now)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function press(event: KeyboardEvent, now: RowKeys): boolean {
  const row = now.rows[now.at];
  switch (event.key) {
    case "j":
    case "k": {
      const next = Math.max(0, Math.min(now.rows.length - 1, now.at + (event.key === "j" ? 1 : -1)));
      now.move(next);
      document.getElementById(`row-${now.rows[next]?.id}`)?.scrollIntoView({ block: "nearest" });
      if (next >= now.rows.length - 3) now.more();
      return true;
    }
    case "Enter":
      // A button or a link that has the focus is meant itself.
      if (!row || (event.target instanceof HTMLElement && event.target.closest("a, button"))) return false;
      now.open(row);
      return true;
    case "x":
      if (row) now.toggle(row);
      return Boolean(row);
    case "/":
      now.search();
      return true;
    case "Escape":
      now.clear();
      return true;
    default:
      return false;
  }
}

/** Which rows are chosen; a change of the filters begins anew. */
import { useMemo, useState } from "react";

export const MOST_CHOSEN = 200;

export interface Chosen {
  chosen: ReadonlySet<string>;
  /** Everything that the filters find, shown or not. */
  all: boolean;
  full: boolean;
  toggle: (id: string) => void;
  page: (ids: string[]) => void;
  everything: () => void;
  clear: () => void;
}
const NOTHING: ReadonlySet<string> = new Set();
export function useChoosing(under: string): Chosen {
  const [kept, setKept] = useState({ under, chosen: NOTHING, all: false });
  return useMemo(() => {
    const now = kept.under === under ? kept : { under, chosen: NOTHING, all: false };
    const keep = (chosen: ReadonlySet<string>, all = false) => setKept({ under, chosen, all });
    return {
      chosen: now.chosen,
      all: now.all,
      full: now.chosen.size >= MOST_CHOSEN,
      toggle: (id) => {
        if (now.all) return keep(NOTHING);
        const next = new Set(now.chosen);
        if (!next.delete(id) && next.size < MOST_CHOSEN) next.add(id);
        keep(next);
      },
      page: (ids) => keep(new Set(ids.slice(0, MOST_CHOSEN))),
      everything: () => keep(NOTHING, true),
      clear: () => keep(NOTHING),
    };
  }, [kept, under]);
}

/** A list's state in the address, its shape, and what can be done to both. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import type { ListShape } from "@/api/listTypes";
import { lists } from "@/lists/calls";
import { type ListState, ofView, readState, WHOLE, writeState } from "@/lists/query";

export function useListShape(type: string) {
  return useQuery({ queryKey: ["list", type], queryFn: () => lists.shape(type), staleTime: 60_000 });
}

export interface List {
  state: ListState;
  change: (part: Partial<ListState>) => void;
  filter: (name: string, value: string) => void;
  open: (state: ListState) => void;
}
/** An address that says nothing begins with the view that opens first. */
export function useListState(shape: ListShape): List {
  const [address, setAddress] = useSearchParams();
  const [widths, setWidths] = useState(() => keptWidths(shape.type));
  const state = useMemo(() => {
    const read = readState(address, shape.views);
    return { ...read, widths: { ...read.widths, ...widths } };
  }, [address, shape.views, widths]);
  const first = address.size === 0 ? shape.views.find((view) => view.id === shape.opens) : undefined;
  useEffect(() => {
    if (first) setAddress(writeState(ofView(first)), { replace: true });
  }, [first, setAddress]);
  const open = useCallback(
    (next: ListState) => {
      const written = writeState(next);
      // "All" is said aloud: an empty address would open the first view again.
      if (written.size === 0 && shape.opens) written.set("sort", WHOLE.sort);
      setAddress(written);
    },
    [setAddress, shape.opens],
  );
  const change = useCallback(
    (part: Partial<ListState>) => {
      if (!part.widths) return open({ ...state, ...part });
      // How wide a column is belongs to this screen; a view that is saved takes it along.
      setWidths(part.widths);
      localStorage.setItem(`anshu.widths.${shape.type}`, JSON.stringify(part.widths));
    },
    [open, state, shape.type],
  );
  const filter = useCallback(
    (name: string, value: string) => {
      const filters = { ...state.filters };
      if (value) filters[name] = value;
      else delete filters[name];
      open({ ...state, filters });
    },
    [open, state],
  );
  return { state, change, filter, open };
}

function keptWidths(type: string): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(`anshu.widths.${type}`) ?? "{}") as Record<string, number>;
  } catch {
    return {};
  }
}

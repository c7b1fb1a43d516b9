/** How many notices wait: asked every 20 seconds while the page is in sight, answered from one index. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { notices } from "@/notify/api";

const EVERY = 20_000;

export function useUnread(): number {
  const client = useQueryClient();
  const seen = useRef<string | null | undefined>(undefined);
  const unread = useQuery({ queryKey: ["unread"], queryFn: notices.unread, refetchInterval: EVERY, refetchIntervalInBackground: false });
  const latest = unread.data?.latest;
  useEffect(() => {
    // Something came: what shows notices and tasks is read again at once.
    if (seen.current !== undefined && latest && latest !== seen.current) {
      void client.invalidateQueries({ queryKey: ["worklist"] });
      void client.invalidateQueries({ queryKey: ["inbox"] });
    }
    if (unread.data) seen.current = latest ?? null;
  }, [client, latest, unread.data]);
  return unread.data?.unread ?? 0;
}

/** As people read it: nothing for none, "99+" for many. */
export const counted = (unread: number): string => (unread > 99 ? "99+" : unread ? String(unread) : "");

/** Who has the record on the screen has seen what was told about it. */
export function useReadOnSight(record: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!record) return;
    notices.read({ record }).then(
      () => {
        void client.invalidateQueries({ queryKey: ["unread"] });
        void client.invalidateQueries({ queryKey: ["inbox"] });
      },
      // A notice stays unread when there is no signal; nothing else depends on it.
      () => undefined,
    );
  }, [client, record]);
}

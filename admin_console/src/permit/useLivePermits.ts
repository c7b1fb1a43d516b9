/** Reads what the live board shows again and again, and says how old it is. */
import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import { records } from "@/api/endpoints";
import { ON_THE_BOARD, type Seen } from "@/permit/live";

const EVERY_MS = 10_000;
const MOST = 200;
const often = { refetchInterval: EVERY_MS, retry: false } as const;

export function useLivePermits() {
  const permits = useQuery({
    queryKey: ["rows", "permit", "live"],
    queryFn: () => records.list("permit", { state: ON_THE_BOARD.join(","), sort: "-created_at", limit: MOST }),
    ...often,
  });
  const alarms = useQuery({
    queryKey: ["rows", "permit_alarm", "live"],
    queryFn: () => records.list("permit_alarm", { state: "open,confirming", sort: "-created_at", limit: MOST }),
    ...often,
  });
  const presence = useQuery({
    queryKey: ["observations", "presence"],
    queryFn: () => call<{ items: Seen[] }>("GET", "/observations", { query: { quantity: "presence" } }),
    ...often,
  });
  return { permits, alarms, presence };
}

/** Reads what the live board shows again and again, and says how old it is. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { records } from "@/api/endpoints";
import { presence as signs } from "@/permit/calls";
import { ON_THE_BOARD, type Seen } from "@/permit/live";

const EVERY_MS = 10_000;
/** Presence is told once a minute: more often it says nothing new. */
const PRESENCE_EVERY_MS = 30_000;
const MOST = 200;
const GUARDS_ASKED = 40;
const often = { refetchInterval: EVERY_MS, retry: false } as const;

export function useLivePermits() {
  const permits = useQuery({
    queryKey: ["rows", "permit", "live"],
    queryFn: () => records.list("permit", { state: ON_THE_BOARD.join(","), sort: "-created_at", limit: MOST, columns: "job,guardians" }),
    ...often,
  });
  const alarms = useQuery({
    queryKey: ["rows", "permit_alarm", "live"],
    queryFn: () => records.list("permit_alarm", { state: "open,confirming", sort: "-created_at", limit: MOST, columns: "code,permit" }),
    ...often,
  });
  const working = (permits.data?.items ?? []).filter((row) => row.state === "working").slice(0, GUARDS_ASKED);
  const presence = useQueries({
    queries: working.map((row) => ({
      queryKey: ["observations", "presence", row.id],
      queryFn: () => signs.newest(row.id),
      refetchInterval: PRESENCE_EVERY_MS,
      retry: false,
    })),
    combine: (answers) => ({
      seen: answers.flatMap((answer, i): Seen[] => (answer.data?.items ?? []).map(({ at }) => ({ subject: working[i]!.id, at }))),
      failed: answers.some((answer) => answer.isError),
    }),
  });
  return { permits, alarms, presence };
}

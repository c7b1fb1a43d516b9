/** The alarms that nobody has closed, read now and then: the rail counts them, lists mark their permits. */
import { useQuery } from "@tanstack/react-query";
import { records } from "@/api/endpoints";
import { mayRead } from "@/session/permissions";
import { useSession } from "@/session/session";

const EVERY_MS = 30_000;
const MOST = 200;

export function useOpenAlarms() {
  const session = useSession();
  const open = useQuery({
    queryKey: ["rows", "permit_alarm", "open"],
    queryFn: () => records.list("permit_alarm", { state: "open,confirming", sort: "-created_at", limit: MOST }),
    refetchInterval: EVERY_MS,
    enabled: mayRead(session, "permit_alarm"),
    retry: false,
  });
  return { total: open.data?.total ?? 0, items: open.data?.items ?? [] };
}

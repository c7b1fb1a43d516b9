/** Who is at the screen: read once, kept fresh, ended on 401 wherever it happens. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";
import { onSessionEnded, Refused, Unreachable } from "@/api/client";
import { session } from "@/api/endpoints";
import type { Session } from "@/api/types";
import { setOwner } from "@/drafts/owner";
import { forgetRemembered } from "@/queue/remember";
import { isPhone } from "@/theme/tokens";

const KEY = ["session"];

export function useSessionQuery() {
  const client = useQueryClient();
  // The page stays where it is; log-in appears in its place and the page returns after it.
  useEffect(() => onSessionEnded(() => client.setQueryData(KEY, null)), [client]);
  const found = useQuery({ queryKey: KEY, queryFn: readOrNone, staleTime: 60_000, retry: false });
  const owner = found.data ? draftOwner(found.data) : "";
  useEffect(() => setOwner(owner), [owner]);
  return found;
}
/** Without a signal the phone knows who used it last; the server decides again with the first answer. */
async function readOrNone(): Promise<Session | null> {
  const last = lastSession();
  if (last && navigator.onLine === false) return last;
  try {
    return keepSession((await session.read(last ? 8 : undefined)) ?? null);
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) return keepSession(null);
    if (error instanceof Unreachable && last) return last;
    throw error;
  }
}
const LAST = "anshu.session";
function lastSession(): Session | null {
  try {
    return isPhone() ? (JSON.parse(localStorage.getItem(LAST) ?? "null") as Session | null) : null;
  } catch {
    return null;
  }
}
function keepSession(found: Session | null): Session | null {
  try {
    if (found && isPhone()) localStorage.setItem(LAST, JSON.stringify(found));
    else localStorage.removeItem(LAST);
  } catch {
    // A full or private store: without a signal the phone then asks to log in.
  }
  return found;
}

export function useSessionChange() {
  const client = useQueryClient();
  return {
    /** Another person or tenant: nothing read before may stay on the screen. */
    enter: (next: Session) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
      client.setQueryData(KEY, keepSession(next));
    },
    leave: async () => {
      await session.close().catch(() => undefined);
      await forgetRemembered().catch(() => undefined);
      keepSession(null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
      client.setQueryData(KEY, null);
    },
  };
}

export const SessionContext = createContext<Session | null>(null);
export function useSession(): Session {
  const found = useContext(SessionContext);
  if (!found) throw new Error("no session above this page");
  return found;
}
/** The owner of drafts on this device: one person in one tenant. */
export const draftOwner = (of: Session): string => `${of.tenant.id}.${of.account.login}`;

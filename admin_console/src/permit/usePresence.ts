/** A guardian's heartbeat: while the page is open and seen, the phone says where it is once a minute. */
import { useEffect, useState } from "react";
import { Refused } from "@/api/client";
import type { LocationValue } from "@/api/types";
import { locate } from "@/capture/position";
import { presence as signs } from "@/permit/calls";

const EVERY_SECONDS = 60;

export interface Presence {
  /** The last position that the server has taken. */
  told?: LocationValue;
  failed?: "position" | "signal" | "refused";
}

export function usePresence(permit: string, watching: boolean): Presence {
  const [presence, setPresence] = useState<Presence>({});
  useEffect(() => {
    if (!watching) return;
    let ended = false;
    const beat = async () => {
      if (document.visibilityState !== "visible") return;
      const at = await locate(true).catch(() => undefined);
      if (ended) return;
      if (!at) return setPresence((before) => ({ ...before, failed: "position" }));
      const failed = await signs.tell(permit, at).then(
        () => undefined,
        (error: unknown) => (error instanceof Refused ? ("refused" as const) : ("signal" as const)),
      );
      if (!ended) setPresence((before) => (failed ? { ...before, failed } : { told: at }));
    };
    void beat();
    const timer = setInterval(() => void beat(), EVERY_SECONDS * 1000);
    // Whoever takes the phone out of the pocket is there at once.
    document.addEventListener("visibilitychange", beat);
    return () => {
      ended = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", beat);
    };
  }, [permit, watching]);
  return presence;
}

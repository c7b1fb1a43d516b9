/** The server's time, ticking: an open page never shows an old remainder. */
import { useEffect, useState } from "react";
import { serverNow } from "@/api/serverClock";

export function useNow(everySeconds = 15): Date {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}

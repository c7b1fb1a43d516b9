/** A board that stays true by itself: read once, then kept by server-sent events, asked again when they fail. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { boards } from "@/boards/boardCalls";
import type { Board, Period } from "@/boards/boardTypes";

const ASKED_EVERY_SECONDS = 10;

export interface Live {
  /** True while the server tells changes by itself. */
  connected: boolean;
  /** Until when the figures are known to be true, in milliseconds of this device's clock. */
  trueAt: number;
}

export function useLiveBoard(key: string, period: Period) {
  const { i18n } = useTranslation();
  const cache = useQueryClient();
  const [live, setLive] = useState<Live>({ connected: false, trueAt: Date.now() });
  const name = ["board", key, period, i18n.language];
  const board = useQuery({
    queryKey: name,
    queryFn: async () => {
      const read = await boards.read(key, period);
      setLive((before) => (before.connected ? before : { connected: false, trueAt: Date.now() }));
      return read;
    },
    refetchInterval: live.connected ? false : ASKED_EVERY_SECONDS * 1000,
    placeholderData: (before) => before,
  });
  const { days, from, to } = period;
  useEffect(() => {
    const asked = { days, from, to };
    const source = new EventSource(boards.stream(key, asked, i18n.language));
    let ahead = 0; // the server's clock minus this device's
    const told = (at: string) => setLive({ connected: true, trueAt: new Date(at).getTime() - ahead });
    source.addEventListener("now", (event) => (ahead = new Date(event.data).getTime() - Date.now()));
    source.addEventListener("fresh", (event) => told(event.data));
    source.addEventListener("board", (event) => {
      const shown = JSON.parse(event.data) as Board;
      cache.setQueryData(["board", key, asked, i18n.language], shown);
      told(shown.data_time);
    });
    const lost = () => setLive((before) => ({ ...before, connected: false }));
    source.addEventListener("error", lost);
    source.addEventListener("refused", lost);
    return () => {
      source.close();
      lost();
    };
  }, [cache, key, days, from, to, i18n.language]);
  return { board, live };
}

/** Seconds since the figures were known to be true, counted on while nothing is heard. */
export function useAge(live: Live): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.round((now - live.trueAt) / 1000));
}

/** Every call of the boards, named once. */
import { address, call, type FileOf, type Query } from "@/api/client";
import type { Board, BoardSettings, BoardTitle, KnownSettings, ListLink, Period } from "@/boards/boardTypes";

export type FileFormat = "pdf" | "xlsx";
/** A PDF may wait for others and take a minute itself. */
const LONGEST_SECONDS = 180;

const query = (period: Period): Query => ({ days: period.days, from: period.from, to: period.to });

export const boards = {
  all: () => call<{ items: BoardTitle[] }>("GET", "/boards"),
  read: (key: string, period: Period) => call<Board>("GET", `/boards/${key}`, { query: query(period) }),
  stream: (key: string, period: Period, language: string) => address(`/boards/${key}/stream`, { ...query(period), language }),
  file: (key: string, period: Period, format: FileFormat): FileOf => ({ path: `/boards/${key}/export`, query: { ...query(period), format }, timeoutSeconds: LONGEST_SECONDS }),
  settings: () => call<KnownSettings>("GET", "/board-settings"),
  setSettings: (json: BoardSettings) => call<KnownSettings>("PUT", "/board-settings", { json }),
};

/** The page of the list that a number opens. */
export const listPage = (link: ListLink) => `/${link.type}?${new URLSearchParams(link.query).toString()}`;

/** One way to the server: base path, language, CSRF, problem+json and lost connections. */
import { reached } from "@/api/reach";
import { heard } from "@/api/serverClock";
import type { Problem } from "@/api/types";

export const BASE = "/api/v1";

/** The server answered and refused; the problem says why and what to do. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}
/** No answer: no signal, time-out, or a proxy in between. Nothing is known about the effect. */
export class Unreachable extends Error {}

export type Query = Record<string, string | number | boolean | undefined | null>;
export interface Send {
  query?: Query;
  json?: unknown;
  raw?: Blob;
  contentType?: string;
  timeoutSeconds?: number;
}

type Listener = () => void;
const sessionEnded = new Set<Listener>();
let language = "zh-CN";

export function onSessionEnded(listener: Listener): () => void {
  sessionEnded.add(listener);
  return () => sessionEnded.delete(listener);
}
export function speak(next: string): void {
  language = next;
}
export function address(path: string, query?: Query): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return BASE + path + (pairs.length ? `?${pairs.join("&")}` : "");
}

export async function call<T>(method: string, path: string, send: Send = {}): Promise<T> {
  const answer = await reach(method, path, send);
  if (answer.status === 204) return undefined as T;
  if (answer.ok) return (await answer.json()) as T;
  const problem = await readProblem(answer);
  if (answer.status === 401 && path !== "/session") sessionEnded.forEach((tell) => tell());
  throw new Refused(problem);
}

export interface FileOf {
  path: string;
  query?: Query;
  timeoutSeconds?: number;
}

/** Fetches a file and hands it to the browser under the server's name for it. */
export async function download({ path, ...send }: FileOf): Promise<void> {
  const answer = await reach("GET", path, send);
  if (!answer.ok) {
    const problem = await readProblem(answer);
    if (answer.status === 401) sessionEnded.forEach((tell) => tell());
    throw new Refused(problem);
  }
  const file = URL.createObjectURL(await bodyOf(answer));
  const link = document.createElement("a");
  link.href = file;
  link.download = nameOf(answer.headers.get("content-disposition") ?? "");
  link.click();
  // The browser reads the file after the click has returned.
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
}

async function bodyOf(answer: Response): Promise<Blob> {
  try {
    return await answer.blob();
  } catch {
    throw new Unreachable();
  }
}

function nameOf(disposition: string): string {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="?([^";]+)/i.exec(disposition)?.[1] ?? "");
}

async function reach(method: string, path: string, send: Send): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language };
  if (send.json !== undefined) headers["Content-Type"] = "application/json";
  if (send.raw) headers["Content-Type"] = send.contentType ?? (send.raw.type || "application/octet-stream");
  const csrf = readCookie("csrftoken");
  if (csrf && method !== "GET") headers["x-csrftoken"] = csrf;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), (send.timeoutSeconds ?? 30) * 1000);
  const asked = Date.now();
  try {
    const answer = await fetch(address(path, send.query), {
      method,
      headers,
      body: send.raw ?? (send.json === undefined ? undefined : JSON.stringify(send.json)),
      credentials: "same-origin",
      signal: stop.signal,
    });
    heard(answer.headers.get("date"), asked, Date.now());
    reached(![502, 503, 504].includes(answer.status));
    return answer;
  } catch {
    reached(false);
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}

async function readProblem(answer: Response): Promise<Problem> {
  const unnamed: Problem = {
    type: "about:blank",
    title: "",
    status: answer.status,
    code: `http_${answer.status}`,
  };
  // A gateway that cannot reach the server is the same to the person as no signal.
  if ([502, 503, 504].includes(answer.status)) throw new Unreachable();
  try {
    return { ...unnamed, ...((await answer.json()) as Partial<Problem>) };
  } catch {
    return unnamed;
  }
}

function readCookie(name: string): string | undefined {
  const pair = document.cookie.split("; ").find((item) => item.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : undefined;
}

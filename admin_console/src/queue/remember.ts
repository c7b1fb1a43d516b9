/** What was read last, for a phone without a signal; it is of one person and goes with the log-out. */
import { Unreachable } from "@/api/client";
import { database } from "@/drafts/database";
import { wire } from "@/time/format";

/** The answer of the read, kept for later; without a signal, what was kept. Throws when there is nothing. */
export async function remembered<T>(owner: string, what: string, read: () => Promise<T>): Promise<T> {
  const key = `${owner}.${what}`;
  try {
    const fresh = await read();
    void keep(key, owner, fresh);
    return fresh;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const kept = await recall<T>(key);
    if (kept === undefined) throw error;
    return kept;
  }
}
async function keep(key: string, owner: string, value: unknown): Promise<void> {
  await (await database()).put("remembered", { key, owner, value, at: wire() });
}
export async function recall<T>(key: string): Promise<T | undefined> {
  const found = await database()
    .then((db) => db.get("remembered", key))
    .catch(() => undefined);
  return found?.value as T | undefined;
}
export async function forgetRemembered(): Promise<void> {
  await (await database()).clear("remembered");
}

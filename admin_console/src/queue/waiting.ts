/** What waits to be sent: put, read, changed and dropped, with everybody who shows it told. */
import { database, type Waiting } from "@/drafts/database";

const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("anshu-queue");
if (channel) channel.onmessage = () => listeners.forEach((tell) => tell());

export function onQueueChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
/** This tab and the others read again. */
export function queueChanged(): void {
  listeners.forEach((tell) => tell());
  channel?.postMessage("changed");
}

export const waiting = {
  put: async (item: Waiting) => {
    await (await database()).put("waiting", item);
    queueChanged();
  },
  drop: async (id: string) => {
    await (await database()).delete("waiting", id);
    queueChanged();
  },
  get: async (id: string) => (await database()).get("waiting", id),
  all: async () => (await database()).getAll("waiting"),
  /** The oldest first: that is the order in which they are sent. */
  of: async (owner: string) =>
    (await waiting.all()).filter((item) => item.owner === owner).sort((a, b) => a.kept_at.localeCompare(b.kept_at)),
};

/** Whether a person must do something before it can be sent. */
export const isRefused = (item: Waiting): boolean => item.problem !== undefined;
export const isBusy = (item: Waiting, now = Date.now()): boolean =>
  // A clock that was set back must not hold an item for ever.
  item.busy_until !== undefined && item.busy_until > now && item.busy_until < now + 600_000;

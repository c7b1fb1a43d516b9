/** One of several tabs works: by the browser's locks, or by a lease in the database where it has none. */
import { database } from "@/drafts/database";
import { newId } from "@/capture/ids";

const LEASE_MS = 30_000;
const holder = newId();

/** Runs the work unless another tab is at it; false when it is. A killed tab lets go by itself. */
export async function alone(name: string, work: () => Promise<void>, locks = browserLocks()): Promise<boolean> {
  if (locks)
    return await locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
  if (!(await take(name))) return false;
  const beat = setInterval(() => void take(name), LEASE_MS / 3);
  try {
    await work();
    return true;
  } finally {
    clearInterval(beat);
    await release(name);
  }
}
/** Absent from old webviews and from plain http. */
const browserLocks = (): LockManager | undefined => (typeof navigator === "undefined" ? undefined : navigator.locks);

/** Takes or renews the lease; one transaction, so that only one of two gets it. */
export async function take(name: string, me = holder, now = Date.now()): Promise<boolean> {
  const tx = (await database()).transaction("lease", "readwrite");
  const found = await tx.store.get(name);
  // A lease that ends later than any could is of a clock that was set back.
  const free = !found || found.holder === me || found.until <= now || found.until > now + LEASE_MS;
  if (free) await tx.store.put({ name, holder: me, until: now + LEASE_MS });
  await tx.done;
  return free;
}
async function release(name: string): Promise<void> {
  const tx = (await database()).transaction("lease", "readwrite");
  if ((await tx.store.get(name))?.holder === holder) await tx.store.delete(name);
  await tx.done;
}

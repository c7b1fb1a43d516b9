/** Empties the queue without a service worker: reports and comments first, then originals of photos. */
import { sendPhoto } from "@/capture/photos";
import { keptPhotos } from "@/drafts/photos";
import { alone } from "@/queue/alone";
import { sendWaiting } from "@/queue/send";
import { isRefused, queueChanged, waiting } from "@/queue/waiting";

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

/** Sends what this owner has; false when there was no signal or something is left for later. */
export async function drain(owner: string, { originals = !isThin() } = {}): Promise<boolean> {
  let clean = true;
  await alone("anshu-drain", async () => {
    for (const item of await waiting.of(owner)) {
      if (isRefused(item)) continue;
      const sent = await sendWaiting(item);
      if (sent?.state !== "later") continue;
      clean = false;
      if (!sent.failed) return; // no signal: the others would only wait for the same
    }
    for (const photo of await keptPhotos.of(owner)) {
      if (photo.problem || (photo.purpose === "photo" && !originals)) continue;
      try {
        await sendPhoto(photo.hash);
      } catch {
        clean = false;
        return;
      } finally {
        queueChanged();
      }
    }
  });
  return clean;
}

/** On 2G or with data saving on, originals wait; reports with their previews do not. */
export function isThin(): boolean {
  const line = (navigator as { connection?: { effectiveType?: string; saveData?: boolean } }).connection;
  return line?.saveData === true || line?.effectiveType === "slow-2g" || line?.effectiveType === "2g";
}

/** Drains now and whenever there is reason to hope: a signal, a look at the page, or some time passed. */
export class Drainer {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE_MS;
  private running = false;
  private again = false;

  constructor(private readonly owner: string) {}

  start(): () => void {
    const hope = () => void this.now();
    const look = () => document.visibilityState === "visible" && hope();
    window.addEventListener("online", hope);
    window.addEventListener("pageshow", hope);
    document.addEventListener("visibilitychange", look);
    hope();
    return () => {
      window.removeEventListener("online", hope);
      window.removeEventListener("pageshow", hope);
      document.removeEventListener("visibilitychange", look);
      clearTimeout(this.timer);
      this.timer = undefined;
      this.pause = Number.POSITIVE_INFINITY; // stopped: a round under way plans no other
    };
  }
  /** A person or an event asks: the back-off starts anew. */
  async now(): Promise<void> {
    if (this.pause === Number.POSITIVE_INFINITY) return;
    this.pause = FIRST_PAUSE_MS;
    await this.round();
  }
  private async round(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    clearTimeout(this.timer);
    const clean = await drain(this.owner).catch(() => false);
    this.running = false;
    if (this.pause === Number.POSITIVE_INFINITY) return;
    if (this.again) {
      this.again = false;
      return await this.round();
    }
    this.pause = clean ? LONGEST_PAUSE_MS : this.pause;
    this.timer = setTimeout(() => void this.round(), this.pause * (0.8 + Math.random() * 0.4));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}

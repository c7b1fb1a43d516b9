/** How far the server's clock is ahead of this device's, from the Date header of its answers. */

const KEPT = "anshu.clock";
const SLOW_ANSWER_MS = 10_000; // the header may then be as old as that
const TRUSTED_FOR_MS = 24 * 3600_000; // a clock may be set anew meanwhile

interface Known {
  offset_ms: number;
  heard_at: number;
}

/** Notes an answer: its Date header and this device's clock when it asked and when it heard. */
export function heard(date: string | null, asked: number, answered: number): void {
  const server = date ? Date.parse(date) : NaN;
  if (Number.isNaN(server) || answered - asked > SLOW_ANSWER_MS || answered < asked) return;
  // The header has whole seconds: half a second is the best guess of what it left out.
  const offset_ms = server + 500 - (asked + answered) / 2;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ offset_ms, heard_at: answered } satisfies Known));
  } catch {
    // A full or private store: the server corrects by the time of sending alone.
  }
}

/** Whole seconds to add to this device's clock; undefined when the server was not heard of lately. */
export function clockOffsetSeconds(now = Date.now()): number | undefined {
  const known = read();
  if (!known || Math.abs(now - known.heard_at) > TRUSTED_FOR_MS) return undefined;
  return Math.round(known.offset_ms / 1000);
}
/** The time by the server's clock, as well as it is known. */
export const serverNow = (): Date => new Date(Date.now() + (clockOffsetSeconds() ?? 0) * 1000);

function read(): Known | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Known | null;
    return found && Number.isFinite(found.offset_ms) && Number.isFinite(found.heard_at) ? found : undefined;
  } catch {
    return undefined;
  }
}

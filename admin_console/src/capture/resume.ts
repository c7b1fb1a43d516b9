/** Sends one file in pieces that fit the signal, and goes on where an earlier try ended. */
import { Unreachable } from "@/api/client";
import { uploads } from "@/api/endpoints";
import type { StoredMedia, UploadAnnouncement } from "@/api/types";

const SMALLEST_BYTES = 16 * 1024;
const LARGEST_BYTES = 1024 * 1024;
const QUICK_MS = 2_000;
const SLOW_MS = 8_000;

let pieceBytes = 256 * 1024; // what the signal bore last, also for the next file

export async function sendInPieces(file: Blob, announced: UploadAnnouncement, tell: (share: number) => void): Promise<StoredMedia> {
  let at = await uploads.begin(announced);
  while (!at.complete && at.offset < file.size) {
    tell(at.offset / file.size);
    const began = performance.now();
    try {
      const next = await uploads.append(announced.sha256, at.offset, file.slice(at.offset, at.offset + pieceBytes));
      if (next.offset <= at.offset && !next.complete) throw new Unreachable(); // another tab is at it
      at = next;
    } catch (error) {
      if (error instanceof Unreachable) pieceBytes = fitting(SLOW_MS + 1);
      throw error;
    }
    pieceBytes = fitting(performance.now() - began);
  }
  tell(1);
  return await uploads.finish(announced.sha256);
}
/** Twice as much after a quick piece, half after a slow one. */
function fitting(took: number): number {
  if (took < QUICK_MS) return Math.min(pieceBytes * 2, LARGEST_BYTES);
  return took > SLOW_MS ? Math.max(pieceBytes / 2, SMALLEST_BYTES) : pieceBytes;
}

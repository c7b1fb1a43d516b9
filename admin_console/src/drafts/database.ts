/** The device's own database: photos, what waits to be sent, who is sending, what was read last. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { LocationValue, Problem, RecordData } from "@/api/types";

export interface KeptPhoto {
  hash: string;
  /** Whose it is; what another person left on a shared phone is not sent in one's own name. */
  owner: string;
  blob: Blob;
  preview?: Blob;
  captured_at: string;
  clock_offset_seconds?: number;
  position?: LocationValue;
  purpose: "photo" | "signature";
  /** The server knows its hash and preview; records may name it. */
  announced?: boolean;
  /** The server refused it for what it is. */
  problem?: Problem;
}
export interface Waiting {
  /** The record's id of a report, the command's of a comment or an entry: sending again has one effect. */
  id: string;
  owner: string;
  kind: "report" | "comment" | "entry";
  type: string;
  /** The record that a comment or an entry belongs to. */
  record?: string;
  /** Which entry of which task the row in `data` is. */
  entry?: { key: string; task: string };
  title: string;
  data: RecordData;
  /** Why texts that say little stay as they are. */
  insisted?: Record<string, string>;
  captured_at: string;
  clock_offset_seconds?: number;
  entry_seconds?: number;
  waited_offline: boolean;
  kept_at: string;
  attempts: number;
  /** Being sent by hand until then; a killed tab lets go of it by itself. */
  busy_until?: number;
  /** Why the server refused it; it waits for its person. */
  problem?: Problem;
  /** The last answer was a failure of the server's, which is tried again. */
  failed?: string;
}
/** A report as version 1 kept it. */
interface OldReport {
  id: string;
  owner: string;
  type: string;
  data: RecordData;
  captured_at: string;
  title: string;
}
export interface Kept extends DBSchema {
  photo: { key: string; value: KeptPhoto };
  report: { key: string; value: OldReport };
  waiting: { key: string; value: Waiting };
  lease: { key: string; value: { name: string; holder: string; until: number } };
  remembered: { key: string; value: { key: string; owner: string; value: unknown; at: string } };
}

let opening: Promise<IDBPDatabase<Kept>> | undefined;
export function database(): Promise<IDBPDatabase<Kept>> {
  opening ??= openDB<Kept>("anshu-kept", 2, {
    async upgrade(db, from, _to, tx) {
      if (from < 1) {
        db.createObjectStore("photo", { keyPath: "hash" });
        db.createObjectStore("report", { keyPath: "id" });
      }
      db.createObjectStore("waiting", { keyPath: "id" });
      db.createObjectStore("lease", { keyPath: "name" });
      db.createObjectStore("remembered", { keyPath: "key" });
      if (from !== 1) return;
      const owner = new Map<string, string>();
      for (const old of await tx.objectStore("report").getAll()) {
        const moved: Waiting = { ...old, kind: "report", waited_offline: true, kept_at: old.captured_at, attempts: 0 };
        await tx.objectStore("waiting").put(moved);
        await tx.objectStore("report").delete(old.id);
        for (const value of Object.values(old.data)) if (Array.isArray(value)) value.forEach((hash) => owner.set(hash, old.owner));
      }
      for (const photo of await tx.objectStore("photo").getAll())
        await tx.objectStore("photo").put({ ...photo, owner: owner.get(photo.hash) ?? photo.owner ?? "" });
    },
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(), // a newer page waits for us
    terminated: () => (opening = undefined),
  });
  opening.catch(() => (opening = undefined));
  return opening;
}

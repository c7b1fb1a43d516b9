/** Photos from the camera to the server: hashed and kept at once, announced with a preview, whole when the signal allows. */
import { useSyncExternalStore } from "react";
import { Refused } from "@/api/client";
import { media, uploads } from "@/api/endpoints";
import { clockOffsetSeconds } from "@/api/serverClock";
import type { FieldValue, Problem, RecordData, StoredMedia, UploadAnnouncement } from "@/api/types";
import { previewOf } from "@/capture/pictures";
import { freshPosition } from "@/capture/position";
import { sendInPieces } from "@/capture/resume";
import { sha256 } from "@/capture/sha256";
import type { KeptPhoto } from "@/drafts/database";
import { ownerNow } from "@/drafts/owner";
import { keptPhotos } from "@/drafts/photos";
import { rowsOf } from "@/form/rows";
import { isPhone } from "@/theme/tokens";
import { wire } from "@/time/format";

/** One request for what needs no resuming. */
const AT_ONCE_BYTES = 256 * 1024;

export interface PhotoState {
  state: "sending" | "waiting" | "refused" | "sent";
  preview?: string;
  /** How much of the original has arrived, 0 to 1. */
  share?: number;
  warnings: string[];
  problem?: Problem;
}
const known = new Map<string, PhotoState>();
const listeners = new Set<() => void>();
const inMemory = new Map<string, KeptPhoto>();
const underWay = new Map<string, Promise<void>>();

/** Keeps one picture on the device and begins to send it. The hash is its identity from now on. */
export async function keepPhoto(file: Blob, purpose: KeptPhoto["purpose"]): Promise<string> {
  const hash = await sha256(await file.arrayBuffer());
  const photo: KeptPhoto = {
    hash,
    owner: ownerNow(),
    blob: file,
    preview: purpose === "photo" ? await previewOf(file) : undefined,
    captured_at: takenAt(file),
    clock_offset_seconds: clockOffsetSeconds(),
    position: isPhone() ? freshPosition() : undefined,
    purpose,
  };
  inMemory.set(hash, photo);
  await keptPhotos.put(photo).catch(() => undefined); // private mode: the page still holds it
  tell(hash, { state: "sending", preview: URL.createObjectURL(photo.preview ?? file), warnings: [] });
  void sendPhoto(hash).catch(() => undefined);
  return hash;
}
/** A camera's file is of this moment; a chosen one is as old as the file says. */
function takenAt(file: Blob): string {
  const modified = file instanceof File && file.lastModified > 0 ? file.lastModified : Date.now();
  return wire(new Date(Math.min(modified, Date.now())));
}

/** The server knows the hash, the preview and the camera's claims; a report may then name the photo. */
export async function announcePhoto(hash: string): Promise<void> {
  const photo = await keptPhoto(hash);
  if (!photo || photo.announced) return; // already with the server since an earlier visit
  const at = await uploads.begin(await announcement(photo)).catch((error: unknown) => refuse(photo, error));
  if (at.complete) return;
  await remember({ ...photo, announced: true });
}

/** Sends what is kept under the hash to its end; does nothing when the server has it. Throws what the calls throw. */
export function sendPhoto(hash: string): Promise<void> {
  const going = underWay.get(hash) ?? send(hash).finally(() => underWay.delete(hash));
  underWay.set(hash, going);
  return going;
}
async function send(hash: string): Promise<void> {
  const photo = await keptPhoto(hash);
  if (!photo) return;
  tell(hash, { warnings: [], preview: URL.createObjectURL(photo.preview ?? photo.blob), ...known.get(hash), state: "sending" });
  try {
    const stored = photo.blob.size <= AT_ONCE_BYTES ? await atOnce(photo) : await inPieces(photo);
    tell(hash, { ...known.get(hash)!, state: "sent", warnings: stored.warnings ?? [] });
    inMemory.delete(hash);
    await keptPhotos.drop(hash).catch(() => undefined);
  } catch (error) {
    if (!(error instanceof Refused)) tell(hash, { ...known.get(hash)!, state: "waiting" });
    await refuse(photo, error);
  }
}
function atOnce(photo: KeptPhoto): Promise<StoredMedia> {
  const { captured_at, clock_offset_seconds, purpose, position: at } = photo;
  const place = { lat: at?.lat, lon: at?.lon, accuracy_m: at?.accuracy_m, system: at?.system, source: at?.source };
  return media.store({ sha256: photo.hash, captured_at, clock_offset_seconds, sent_at: wire(), purpose, ...place }, photo.blob);
}
async function inPieces(photo: KeptPhoto): Promise<StoredMedia> {
  const share = (part: number) => tell(photo.hash, { ...known.get(photo.hash)!, share: part });
  return await sendInPieces(photo.blob, await announcement(photo), share);
}
async function announcement(photo: KeptPhoto): Promise<UploadAnnouncement> {
  const { hash, blob, preview, announced, captured_at, clock_offset_seconds, purpose, position } = photo;
  return {
    sha256: hash,
    bytes: blob.size,
    purpose,
    captured_at,
    clock_offset_seconds,
    sent_at: wire(),
    position,
    preview: preview && !announced ? await base64(preview) : undefined,
  };
}
/** What the server refused for good stays with its reason; everything else is tried again. */
async function refuse(photo: KeptPhoto, error: unknown): Promise<never> {
  if (error instanceof Refused && error.problem.status < 500 && ![401, 429].includes(error.problem.status)) {
    tell(photo.hash, { warnings: [], ...known.get(photo.hash), state: "refused", problem: error.problem });
    if (photo.purpose === "photo" && !["upload_incomplete", "media_hash_mismatch"].includes(error.problem.code))
      await remember({ ...photo, problem: error.problem });
  }
  throw error;
}
async function keptPhoto(hash: string): Promise<KeptPhoto | undefined> {
  return inMemory.get(hash) ?? (await keptPhotos.get(hash).catch(() => undefined));
}
async function remember(photo: KeptPhoto): Promise<void> {
  if (inMemory.has(photo.hash)) inMemory.set(photo.hash, photo);
  await keptPhotos.put(photo).catch(() => undefined);
}
async function base64(blob: Blob): Promise<string> {
  let text = "";
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Every picture a form's values name is whole with the server when this resolves. */
export async function sendPhotosOf(data: RecordData): Promise<void> {
  for (const hash of photosIn(data)) await sendPhoto(hash);
}
/** Also those in the rows of tables. */
export function photosIn(data: RecordData): string[] {
  return Object.values(data).flatMap((value) => hashesOf(value));
}
function hashesOf(value: FieldValue): string[] {
  if (Array.isArray(value)) return [...value.filter((item) => typeof item === "string" && /^[0-9a-f]{64}$/.test(item)), ...rowsOf(value).flatMap(photosIn)];
  if (value && typeof value === "object" && "image" in value && value.image) return [value.image];
  return [];
}

export function usePhotoState(hash: string): PhotoState | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known.get(hash),
  );
}
/** Brings back the preview of a picture kept on an earlier visit. */
export async function recallPhoto(hash: string): Promise<void> {
  if (known.has(hash)) return;
  const photo = await keptPhotos.get(hash).catch(() => undefined);
  if (!photo) return;
  const preview = URL.createObjectURL(photo.preview ?? photo.blob);
  tell(hash, { state: photo.problem ? "refused" : "waiting", preview, warnings: [], problem: photo.problem });
  if (!photo.problem) await sendPhoto(hash).catch(() => undefined);
}
/** The person takes a picture back that nobody else names. */
export async function forgetPhotos(hashes: string[]): Promise<void> {
  for (const hash of hashes) {
    inMemory.delete(hash);
    await keptPhotos.drop(hash).catch(() => undefined);
  }
}

function tell(hash: string, state: PhotoState): void {
  known.set(hash, state);
  listeners.forEach((listener) => listener());
}

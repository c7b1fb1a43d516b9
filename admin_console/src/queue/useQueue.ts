/** The queue on the screen: what waits, how large it is, whose it is; and who empties it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { photosIn } from "@/capture/photos";
import type { KeptPhoto, Waiting } from "@/drafts/database";
import { draftReports } from "@/drafts/store";
import { keptPhotos } from "@/drafts/photos";
import { Drainer } from "@/queue/drain";
import { type SentItem, sentToday } from "@/queue/sentToday";
import { onQueueChange, waiting } from "@/queue/waiting";
import { draftOwner, useSession } from "@/session/session";

export interface Queue {
  items: Waiting[];
  photos: Map<string, KeptPhoto>;
  /** Originals whose report is with the server already. */
  originals: KeptPhoto[];
  /** What other people left on this device; they send it when they log in. */
  others: number;
  /** What arrived today, the newest first. */
  sent: SentItem[];
}

export function useQueue() {
  const owner = draftOwner(useSession());
  const client = useQueryClient();
  useEffect(() => onQueueChange(() => void client.invalidateQueries({ queryKey: ["queue"] })), [client]);
  return useQuery({ queryKey: ["queue", owner], queryFn: () => read(owner).catch(() => NOTHING), networkMode: "always" });
}
const NOTHING: Queue = { items: [], photos: new Map(), originals: [], others: 0, sent: [] };

async function read(owner: string): Promise<Queue> {
  const [all, kept, sent] = await Promise.all([waiting.all(), keptPhotos.of(owner), sentToday(owner)]);
  const items = all.filter((item) => item.owner === owner).sort((a, b) => a.kept_at.localeCompare(b.kept_at));
  const named = new Set([...items.map((item) => item.data), ...draftReports(owner).map((listed) => listed.draft.values)].flatMap(photosIn));
  return {
    items,
    photos: new Map(kept.map((photo) => [photo.hash, photo])),
    originals: kept.filter((photo) => photo.purpose === "photo" && !named.has(photo.hash)),
    others: all.length - items.length,
    sent,
  };
}

/** Empties the queue as long as this person is here; asks again on demand. */
export function useDrainer(): () => void {
  const owner = draftOwner(useSession());
  const drainer = useMemo(() => new Drainer(owner), [owner]);
  useEffect(() => drainer.start(), [drainer]);
  return () => void drainer.now();
}

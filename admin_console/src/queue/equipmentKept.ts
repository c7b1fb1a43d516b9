/** The plant's equipment on this phone, so that one can be found and chosen without a signal. */
import { useQuery } from "@tanstack/react-query";
import { records } from "@/api/endpoints";
import type { Row } from "@/api/types";
import { recall, remembered } from "@/queue/remember";

export const MOST_KEPT = 2_000;
const PAGE = 200; // the most rows that the server gives at once
const SHOWN = 20;
const WHAT = "equipment";

export type KeptThing = Pick<Row, "id" | "title" | "number" | "area">;

/** Reads the equipment page by page while there is a signal; what cannot be read now was kept before. */
export function useEquipmentKept(owner: string, enabled: boolean): void {
  useQuery({ queryKey: ["kept", WHAT, owner], queryFn: () => keepEquipment(owner), enabled, staleTime: 3600_000, retry: false });
}
export async function keepEquipment(owner: string): Promise<number> {
  return (await remembered(owner, WHAT, readAll)).length;
}
/** Kept equipment whose name or number contains the text; throws nothing, finds nothing when nothing was kept. */
export async function findKept(owner: string, text: string): Promise<KeptThing[]> {
  const words = text.trim().toLowerCase();
  const all = (await recall<KeptThing[]>(`${owner}.${WHAT}`)) ?? [];
  const fits = (thing: KeptThing) => thing.title.toLowerCase().includes(words) || thing.number.toLowerCase().includes(words);
  return all.filter(fits).slice(0, SHOWN);
}

async function readAll(): Promise<KeptThing[]> {
  const all: KeptThing[] = [];
  let cursor: string | undefined;
  do {
    const page = await records.list(WHAT, { limit: PAGE, sort: "-created_at", ...(cursor ? { cursor } : {}) });
    all.push(...page.items.map(({ id, title, number, area }) => ({ id, title, number, area })));
    cursor = page.next_cursor || undefined;
  } while (cursor && all.length < MOST_KEPT);
  return all.slice(0, MOST_KEPT);
}

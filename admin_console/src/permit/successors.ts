/** Who can take a guardian's watch over: those who guard here already, then everybody with a guardian's certificate in force. */
import { useQuery } from "@tanstack/react-query";
import { records } from "@/api/endpoints";
import { serverNow } from "@/api/serverClock";
import type { RecordDetail, Row } from "@/api/types";
import { peopleOf } from "@/permit/data";
import { day, wire } from "@/time/format";

const MOST = 100;
const FAMILY = "guardian";

export interface Successor {
  person: string;
  /** The certificate to be named with them; none of those who guard already. */
  certificate?: string;
  until?: string;
}

/** Each person once, those with the longest certificate first; nobody who leaves, works here or guards here already. */
export function certificated(record: RecordDetail, rows: Row[], now: Date): Successor[] {
  const out = new Set([...peopleOf(record.data, "guardians"), ...peopleOf(record.data, "workers")]);
  const found = new Map<string, Successor>();
  const today = day(wire(now));
  for (const row of [...rows].sort((a, b) => untilOf(b).localeCompare(untilOf(a)))) {
    const person = row.owner?.id;
    if (!person || out.has(person) || found.has(person) || day(untilOf(row)) < today) continue;
    found.set(person, { person, certificate: row.id, until: untilOf(row) });
  }
  return [...found.values()];
}
/** A certificate past its review counts as expired. */
function untilOf(row: Row): string {
  const ends = [row.data.valid_until, row.data.review_until].filter((each): each is string => typeof each === "string" && each !== "");
  return ends.sort()[0] ?? "";
}

export function useSuccessors(record: RecordDetail, leaving: string, mayAdd: boolean) {
  const rows = useQuery({
    queryKey: ["rows", "certificate", FAMILY],
    queryFn: () => records.list("certificate", { t1: FAMILY, limit: MOST }),
    enabled: mayAdd,
    staleTime: 300_000,
    retry: false,
  });
  const here = peopleOf(record.data, "guardians").filter((person) => person !== leaving).map((person): Successor => ({ person }));
  const others = mayAdd && rows.data ? certificated(record, rows.data.items, serverNow()) : [];
  return { here, others, pending: mayAdd && rows.isPending };
}

/** The name behind an id, read once and shared. */
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { Link } from "react-router";
import { records } from "@/api/endpoints";
import type { FieldKind } from "@/api/types";

export function recordTypeOf(kind: FieldKind, of = ""): string {
  return kind === "org" ? "org_unit" : kind === "record" ? of : kind;
}

/** Names that came with the record: no further reading for them. */
export const KnownNames = createContext<Record<string, string>>({});

export function RecordName({ kind, of, value }: { kind: FieldKind; of?: string; value: string }) {
  const type = recordTypeOf(kind, of);
  const isPath = kind === "org";
  const known = useContext(KnownNames)[value];
  const found = useQuery({
    queryKey: ["name", type, value],
    queryFn: async () => {
      if (!isPath) {
        const read = await records.read(type, value);
        return kind === "record" ? read.number : read.title;
      }
      // A unit is older than those below it, however many there are.
      const page = await records.list(type, { org: value, limit: 50, sort: "created_at" });
      return page.items.find((row) => row.org?.path === value)?.title ?? value;
    },
    enabled: !known,
    staleTime: 600_000,
    retry: false,
  });
  const name = known ?? found.data ?? (found.isError ? value : "…");
  return kind === "record" ? <Link to={`/record/${type}/${value}`}>{name}</Link> : <b>{name}</b>;
}

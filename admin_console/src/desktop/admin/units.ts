/** The organisation as a tree: units by path, read whole. */
import { useQuery } from "@tanstack/react-query";
import { records } from "@/api/endpoints";

export interface Unit {
  id: string;
  name: string;
  path: string;
}
export interface UnitNode extends Unit {
  below: UnitNode[];
}

export function useUnits() {
  return useQuery({ queryKey: ["units"], queryFn: readUnits, staleTime: 30_000 });
}

async function readUnits(): Promise<Unit[]> {
  const units: Unit[] = [];
  let cursor: string | undefined;
  do {
    const page = await records.list("org_unit", { limit: 200, cursor });
    for (const row of page.items) units.push({ id: row.id, name: row.title, path: row.org?.path ?? "/" });
    cursor = page.next_cursor;
  } while (cursor);
  return units;
}

/** Each unit under the nearest one above it that exists; siblings in the order of their paths. */
export function treeOf(units: Unit[]): UnitNode[] {
  const sorted = [...units].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : one.name.localeCompare(other.name)));
  const nodes = new Map<string, UnitNode>();
  const top: UnitNode[] = [];
  for (const unit of sorted) {
    const node = { ...unit, below: [] };
    const above = parentsOf(unit.path).map((path) => nodes.get(path)).find(Boolean);
    (above?.below ?? top).push(node);
    if (!nodes.has(unit.path)) nodes.set(unit.path, node);
  }
  return top;
}

/** The paths above this one, nearest first. */
export function parentsOf(path: string): string[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((_, i) => `/${parts.slice(0, parts.length - 1 - i).map((part) => `${part}/`).join("")}`);
}

export const SEGMENT = /^[a-z0-9-]{1,30}$/;
export const pathBelow = (parent: string | undefined, segment: string) => (parent === undefined ? "/" : `${parent}${segment}/`);

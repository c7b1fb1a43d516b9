/** Which area a position lies in: the boundary that holds it, else the nearest within its accuracy. */

import type { Geofence, LonLat } from "@/api/planTypes";

export type Ring = LonLat[];
/** A boundary that is drawn, or a circle about a centre; an area with neither holds nothing. */
export type Fenced = Pick<Geofence, "id" | "title" | "boundary" | "centre" | "radius_m">;
export type AreaFound =
  | { kind: "inside"; area: Fenced }
  | { kind: "near"; area: Fenced; metres: number }
  | { kind: "inaccurate"; metres: number }
  | { kind: "outside"; unfenced: number };

/** A fix worse than this says nothing about areas of a plant. */
export const WORST_ACCURACY_M = 150;
const METRES_PER_DEGREE = 111_320;

export function areaAt(areas: Fenced[], at: { lat: number; lon: number; accuracy_m: number }): AreaFound {
  if (at.accuracy_m > WORST_ACCURACY_M) return { kind: "inaccurate", metres: Math.round(at.accuracy_m) };
  const fenced = areas.filter((area) => isDrawn(area) || area.centre);
  const measured = fenced.map((area) => ({ area, metres: metresOutside(area, at) })).sort((a, b) => a.metres - b.metres);
  // Of areas within areas the smallest says most.
  const holding = measured.filter(({ metres }) => metres === 0).sort((a, b) => size(a.area) - size(b.area))[0];
  if (holding) return { kind: "inside", area: holding.area };
  const near = measured[0];
  if (near && near.metres <= Math.max(at.accuracy_m, 10)) return { kind: "near", area: near.area, metres: Math.round(near.metres) };
  return { kind: "outside", unfenced: areas.length - fenced.length };
}
const isDrawn = (area: Fenced) => (area.boundary?.length ?? 0) >= 3;

/** 0 inside the boundary, or inside the circle of an area that has none. */
function metresOutside(area: Fenced, { lat, lon }: { lat: number; lon: number }): number {
  if (isDrawn(area)) return holds(area.boundary!, lon, lat) ? 0 : distance(area.boundary!, lon, lat);
  return Math.max(0, distance([area.centre!], lon, lat) - area.radius_m);
}

/** Even-odd rule; the ring need not be closed. */
export function holds(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
/** Metres from the nearest edge, on a plane that is true enough for a plant. */
export function distance(ring: Ring, lon: number, lat: number): number {
  const stretch = Math.cos((lat * Math.PI) / 180);
  const flat = ring.map(([x, y]) => [(x - lon) * stretch * METRES_PER_DEGREE, (y - lat) * METRES_PER_DEGREE] as const);
  let nearest = Infinity;
  for (let i = 0, j = flat.length - 1; i < flat.length; j = i++) {
    const [ax, ay] = flat[j]!;
    const [bx, by] = flat[i]!;
    const along = (bx - ax) ** 2 + (by - ay) ** 2;
    const part = along === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / along));
    nearest = Math.min(nearest, Math.hypot(ax + part * (bx - ax), ay + part * (by - ay)));
  }
  return nearest;
}
/** Square metres, roughly. */
function size(area: Fenced): number {
  if (!isDrawn(area)) return Math.PI * area.radius_m ** 2;
  const ring = area.boundary!;
  const twice = ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length]![1] - y * ring[(i + 1) % ring.length]![0], 0);
  return (Math.abs(twice) / 2) * METRES_PER_DEGREE ** 2 * Math.cos((ring[0]![1] * Math.PI) / 180);
}

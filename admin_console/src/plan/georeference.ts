/** From pixels of a plan to degrees and back, and how many metres a pixel is. */
import type { BoundaryValue, Georeference, LonLat } from "@/api/planTypes";

export type Pixel = [number, number];
const METRES_PER_DEGREE = 111_195;

export const placeOf = (by: Georeference, [x, y]: Pixel): LonLat => [
  by.lon_x * x + by.lon_y * y + by.lon_0,
  by.lat_x * x + by.lat_y * y + by.lat_0,
];

export function pixelOf(by: Georeference, [lon, lat]: LonLat): Pixel {
  const whole = by.lon_x * by.lat_y - by.lon_y * by.lat_x;
  const east = lon - by.lon_0;
  const north = lat - by.lat_0;
  return [(east * by.lat_y - north * by.lon_y) / whole, (north * by.lon_x - east * by.lat_x) / whole];
}

export function metresPerPixel(by: Georeference): number {
  const wide = Math.cos((by.lat_0 * Math.PI) / 180);
  return Math.hypot(by.lon_x * wide, by.lat_x) * METRES_PER_DEGREE;
}

/** Seven decimals are a centimetre on the ground: finer than any plan. */
export const degrees = (value: number): string => value.toFixed(7);

export const boundaryOf = (ring: LonLat[]): BoundaryValue => ({
  ring: ring.map(([lon, lat]) => [degrees(lon), degrees(lat)]),
  system: "WGS-84",
});
export const ringOf = (value: unknown): LonLat[] =>
  ((value as BoundaryValue | null | undefined)?.ring ?? []).map(([lon, lat]) => [Number(lon), Number(lat)]);

/** Square metres inside a ring. */
export function sizeOf(ring: LonLat[]): number {
  const [first] = ring;
  if (!first || ring.length < 3) return 0;
  const wide = METRES_PER_DEGREE * Math.cos((first[1] * Math.PI) / 180);
  const flat = ring.map(([lon, lat]): Pixel => [(lon - first[0]) * wide, (lat - first[1]) * METRES_PER_DEGREE]);
  const twice = flat.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = flat[(i + 1) % flat.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

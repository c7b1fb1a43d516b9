/** Whether somebody stands at the place of a permit, as far as the phone can tell. */
import type { Geofence } from "@/api/planTypes";
import type { LocationValue, RecordDetail } from "@/api/types";
import { distance, holds, WORST_ACCURACY_M } from "@/capture/geofence";

export type Standing = { kind: "inside" | "outside"; metres: number } | { kind: "inaccurate"; metres: number } | { kind: "unknown" };

/** The area's boundary or circle; a permit with a position of its own is measured from there as well. */
export function standingAt(record: RecordDetail, fences: Geofence[], at: LocationValue): Standing {
  const accuracy = Number(at.accuracy_m ?? 0);
  if (accuracy > WORST_ACCURACY_M) return { kind: "inaccurate", metres: Math.round(accuracy) };
  const [lat, lon] = [Number(at.lat), Number(at.lon)];
  const area = fences.find((fence) => fence.id === record.area?.id);
  if (!area || (!area.boundary && !area.centre)) return { kind: "unknown" };
  const outside = area.boundary ? (holds(area.boundary, lon, lat) ? 0 : distance(area.boundary, lon, lat)) : Math.max(0, distance([area.centre!], lon, lat) - area.radius_m);
  // As the server counts: what the fix may be wrong by is allowed for.
  const beyond = Math.max(0, outside - accuracy);
  return { kind: beyond ? "outside" : "inside", metres: Math.round(beyond) };
}

/** A scanned label belongs to the permit: its area's, or its equipment's. */
export const isLabelOf = (record: RecordDetail, id: string): boolean => id === record.area?.id || id === record.equipment?.id;

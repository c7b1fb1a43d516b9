/** The device's position as a location value; refuses with a named reason. */
import type { LocationValue } from "@/api/types";
import { wire } from "@/time/format";

export type PositionRefusal = "unsupported" | "denied" | "unavailable" | "timeout";
export class NoPosition extends Error {
  constructor(readonly reason: PositionRefusal) {
    super(reason);
  }
}

const FRESH_MS = 120_000;
let last: LocationValue | undefined;
/** A fix of the last two minutes, for a photo taken moments later; an older one would be false evidence. */
export const freshPosition = (): LocationValue | undefined =>
  last && Date.now() - Date.parse(last.at) < FRESH_MS ? last : undefined;

/** `anew`: whoever asks again has moved, and a kept fix would show the former place. */
export function locate(anew = false): Promise<LocationValue> {
  return new Promise((resolve, reject) => {
    if (!("geolocation" in navigator)) return reject(new NoPosition("unsupported"));
    navigator.geolocation.getCurrentPosition(
      (fix) => {
        last = {
          lat: fix.coords.latitude.toFixed(6),
          lon: fix.coords.longitude.toFixed(6),
          accuracy_m: fix.coords.accuracy.toFixed(1),
          system: "WGS-84",
          source: "browser",
          at: wire(new Date(fix.timestamp)),
        };
        resolve(last);
      },
      (error) => {
        const reasons: Record<number, PositionRefusal> = { 1: "denied", 2: "unavailable", 3: "timeout" };
        reject(new NoPosition(reasons[error.code] ?? "unavailable"));
      },
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: anew ? 0 : 30_000 },
    );
  });
}

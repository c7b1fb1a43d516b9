/** The area of a report fills itself from the position; a person's own choice is never overwritten. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { places } from "@/api/endpoints";
import type { Field, FieldValue, RecordData } from "@/api/types";
import { areaAt, type AreaFound } from "@/capture/geofence";
import { remembered } from "@/queue/remember";
import { draftOwner, useSession } from "@/session/session";
import { isPhone } from "@/theme/tokens";

/** Under this key the draft notes which area was filled in, so that a chosen one is known from it. */
export const FILLED = "_area_filled";

export function useAreaOfPosition(fields: Field[], values: RecordData, change: (key: string, value: FieldValue) => void): Record<string, string> {
  const { t } = useTranslation();
  const owner = draftOwner(useSession());
  const areaField = fields.find((field) => field.kind === "area");
  const placeField = fields.find((field) => field.kind === "location");
  const place = placeField && values[placeField.key];
  const at = place && typeof place === "object" && "lat" in place && place.source === "browser" ? place : undefined;
  const fences = useGeofences(owner, isPhone() && Boolean(areaField && placeField));
  const found = useMemo<AreaFound | undefined>(() => {
    if (!at || !fences.data) return undefined;
    return areaAt(fences.data.items, { lat: Number(at.lat), lon: Number(at.lon), accuracy_m: Number(at.accuracy_m ?? 0) });
  }, [at, fences.data]);
  const chosen = areaField && values[areaField.key];
  const filled = values[FILLED];
  const fill = useRef(change);
  fill.current = change;
  const area = found && "area" in found ? found.area.id : undefined;
  useEffect(() => {
    if (!areaField || !area || area === chosen) return;
    if (chosen && chosen !== filled) return; // somebody chose it
    if (!chosen && filled === area) return; // somebody took it away
    fill.current(FILLED, area);
    fill.current(areaField.key, area);
  }, [area, areaField, chosen, filled]);
  if (!areaField || !found) return {};
  if ("area" in found && chosen !== found.area.id) return {};
  const figures = "metres" in found ? { metres: found.metres } : { metres: 0 };
  if (found.kind === "outside" && chosen) return {};
  return { [areaField.key]: t(`area.${found.kind === "outside" && found.unfenced ? "unfenced" : found.kind}`, figures) };
}

/** The boundaries of the plant's areas, also without a signal once they were read; their names with them. */
export function useGeofences(owner: string, enabled = true) {
  const client = useQueryClient();
  return useQuery({
    queryKey: ["geofences"],
    queryFn: async () => {
      const found = await remembered(owner, "geofences", places.geofences);
      for (const area of found.items) client.setQueryData(["name", "area", area.id], area.title);
      return found;
    },
    enabled,
    staleTime: 3600_000,
    retry: false,
  });
}

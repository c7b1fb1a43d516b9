/** A ring being drawn: corners to drag, points between them to pull out new ones, a double click takes one away. */
import L from "leaflet";
import { useEffect, useRef } from "react";
import type { Georeference, LonLat } from "@/api/planTypes";
import { pixelOf, placeOf } from "@/plan/georeference";
import { fromMap, toMap, useMap } from "@/plan/PlanMap";
import { colour } from "@/theme/tokens";

const CORNER = { size: 16, between: 12 };

type Input = { by: Georeference; ring: LonLat[]; change: (ring: LonLat[]) => void };
export function Ring({ by, ring, change }: Input) {
  const map = useMap();
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    if (!map) return;
    const layers = L.layerGroup().addTo(map);
    const at = (corner: LonLat) => toMap(pixelOf(by, corner));
    const shape = L.polygon(ring.map(at), { color: colour.accent, weight: 3, fillColor: colour.accent, fillOpacity: 0.15, interactive: false }).addTo(layers);
    const put = (place: number, corner: LonLat, gone = 1) => {
      const next = [...ring];
      next.splice(place, gone, corner);
      return next;
    };
    ring.forEach((corner, place) => {
      const marker = handle(at(corner), `an-plan-corner${place ? "" : " an-plan-corner-first"}`, CORNER.size).addTo(layers);
      marker.on("drag", () => shape.setLatLngs(put(place, placeOf(by, fromMap(marker.getLatLng()))).map(at)));
      marker.on("dragend", () => latest.current(put(place, placeOf(by, fromMap(marker.getLatLng())))));
      marker.on("dblclick contextmenu", (event) => {
        L.DomEvent.stop(event as unknown as Event);
        latest.current(ring.filter((_, other) => other !== place));
      });
      if (ring.length < 2 || (ring.length === 2 && place === 1)) return;
      const next = ring[(place + 1) % ring.length]!;
      const middle: LonLat = [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2];
      const between = handle(at(middle), "an-plan-between", CORNER.between).addTo(layers);
      between.on("drag", () => shape.setLatLngs(put(place + 1, placeOf(by, fromMap(between.getLatLng())), 0).map(at)));
      between.on("dragend", () => latest.current(put(place + 1, placeOf(by, fromMap(between.getLatLng())), 0)));
    });
    return () => void layers.remove();
  }, [map, by, ring]);
  return null;
}

function handle(at: L.LatLngTuple, className: string, size: number): L.Marker {
  return L.marker(at, { draggable: true, autoPan: true, keyboard: false, icon: L.divIcon({ className, iconSize: [size, size] }) });
}

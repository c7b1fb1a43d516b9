/** A plan's picture with areas as labelled polygons and equipment as points; children may draw on it. */
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { places } from "@/api/endpoints";
import type { EquipmentPlace, Geofence, Plan } from "@/api/planTypes";
import { metresPerPixel, type Pixel, pixelOf } from "@/plan/georeference";
import { riskShade } from "@/plan/shades";
import { colour } from "@/theme/tokens";
import "@/plan/plan.css";

/** How an area is shown: its colour, and always a word beside it. */
export interface Shade {
  line: string;
  fill: string;
  opacity?: number;
  label?: string;
}
export interface PlanMapInput {
  plan: Plan;
  areas?: Geofence[];
  /** The risk level's colour unless told otherwise. */
  shade?: (area: Geofence) => Shade;
  selected?: string;
  onSelect?: (area: Geofence) => void;
  equipment?: EquipmentPlace[];
  onSelectEquipment?: (equipment: EquipmentPlace) => void;
  /** A click on the picture itself. */
  onPick?: (at: Pixel) => void;
  height?: number | string;
  label?: string;
  children?: ReactNode;
}

/** Leaflet counts upwards, pictures downwards. */
export const toMap = ([x, y]: Pixel): L.LatLngTuple => [-y, x];
export const fromMap = (at: L.LatLng): Pixel => [at.lng, -at.lat];

const MapContext = createContext<L.Map | undefined>(undefined);
export const useMap = () => useContext(MapContext);

export function PlanMap(input: PlanMapInput) {
  const { t } = useTranslation();
  const { plan, children } = input;
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<L.Map>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const bounds = L.latLngBounds(toMap([0, plan.height]), toMap([plan.width, 0]));
    const made = L.map(box.current!, {
      crs: L.CRS.Simple, minZoom: -6, maxZoom: 4, zoomSnap: 0.25, attributionControl: false, maxBounds: bounds.pad(0.5), doubleClickZoom: false,
      zoomControl: false,
    });
    L.control.zoom({ zoomInTitle: t("plan.zoom_in"), zoomOutTitle: t("plan.zoom_out") }).addTo(made);
    const picture = L.imageOverlay(places.pictureAddress(plan), bounds, { alt: plan.title });
    picture.on("error", () => setBroken(true));
    picture.addTo(made);
    made.fitBounds(bounds);
    const watched = new ResizeObserver(() => made.invalidateSize());
    watched.observe(box.current!);
    setBroken(false);
    setMap(made);
    return () => {
      watched.disconnect();
      setMap(undefined);
      made.remove();
    };
  }, [plan, t]);
  useAreas(map, input);
  useEquipment(map, input);
  usePicks(map, input.onPick);
  return (
    <div className="an-plan-frame">
      <div
        ref={box}
        className={`an-plan${input.onPick ? " an-plan-picks" : ""}`}
        style={{ height: input.height ?? 520 }}
        role="application"
        aria-label={input.label ?? plan.title}
        data-testid="plan-map"
      />
      {broken && <p className="an-warn" role="alert">{t("plan.picture_unread")}</p>}
      <MapContext.Provider value={map}>{map && children}</MapContext.Provider>
    </div>
  );
}

function useAreas(map: L.Map | undefined, { plan, areas, shade, selected, onSelect }: PlanMapInput) {
  const select = useRef(onSelect);
  select.current = onSelect;
  useEffect(() => {
    const by = plan.georeference;
    if (!map || !by) return;
    const layers = L.layerGroup().addTo(map);
    for (const area of areas ?? []) {
      const look = (shade ?? riskShade)(area);
      const chosen = area.id === selected;
      const style = { color: look.line, weight: chosen ? 4 : 2, fillColor: look.fill, fillOpacity: look.opacity ?? 0.35, dashArray: area.boundary ? undefined : "6 5" };
      const shape = area.boundary
        ? L.polygon(area.boundary.map((corner) => toMap(pixelOf(by, corner))), style)
        : area.centre && L.circle(toMap(pixelOf(by, area.centre)), { ...style, fillOpacity: style.fillOpacity / 2, radius: area.radius_m / metresPerPixel(by) });
      if (!shape) continue;
      const words = document.createElement("span");
      words.textContent = look.label ? `${area.title} ${look.label}` : area.title;
      // At the upper edge: the middle is where equipment stands.
      const box = area.boundary ? (shape as L.Polygon).getBounds() : undefined;
      const above: L.LatLngTuple = box ? [box.getNorth(), box.getCenter().lng] : [toMap(pixelOf(by, area.centre!))[0] + area.radius_m / metresPerPixel(by), toMap(pixelOf(by, area.centre!))[1]];
      L.tooltip({ permanent: true, direction: "bottom", offset: [0, -4], className: "an-plan-label" }).setLatLng(above).setContent(words).addTo(layers);
      shape.on("click", (event) => {
        if (!select.current) return;
        L.DomEvent.stopPropagation(event);
        select.current(area);
      });
      shape.addTo(layers);
      const drawn = shape.getElement();
      drawn?.setAttribute("data-area", area.id);
      if (chosen) shape.bringToFront();
    }
    return () => void layers.remove();
  }, [map, plan, areas, shade, selected]);
}

function useEquipment(map: L.Map | undefined, { plan, equipment, onSelectEquipment }: PlanMapInput) {
  const select = useRef(onSelectEquipment);
  select.current = onSelectEquipment;
  useEffect(() => {
    const by = plan.georeference;
    if (!map || !by) return;
    const layers = L.layerGroup().addTo(map);
    for (const one of equipment ?? []) {
      if (!one.at) continue;
      const dot = L.circleMarker(toMap(pixelOf(by, one.at)), { radius: 7, color: colour.surface, weight: 2, fillColor: colour.accent, fillOpacity: 1 });
      const words = document.createElement("span");
      words.textContent = `${one.code} ${one.title}`;
      dot.bindTooltip(words, { direction: "top" });
      dot.on("click", (event) => {
        if (!select.current) return;
        L.DomEvent.stopPropagation(event);
        select.current(one);
      });
      dot.addTo(layers);
    }
    return () => void layers.remove();
  }, [map, plan, equipment]);
}

function usePicks(map: L.Map | undefined, onPick: PlanMapInput["onPick"]) {
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (!map) return;
    const told = (event: L.LeafletMouseEvent) => pick.current?.(fromMap(event.latlng));
    map.on("click", told);
    return () => void map.off("click", told);
  }, [map]);
}

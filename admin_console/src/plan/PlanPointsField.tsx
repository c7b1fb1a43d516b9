/** Reference points of a plan: click the picture, give longitude and latitude. */
import L from "leaflet";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { media } from "@/api/endpoints";
import type { PlanPoint, PlanPointsValue } from "@/api/planTypes";
import type { FieldValue } from "@/api/types";
import { usePhotoState } from "@/capture/photos";
import { locate } from "@/capture/position";
import { useFormSetting } from "@/form/context";
import type { FieldInput } from "@/form/FieldRow";
import { fromMap, toMap } from "@/plan/PlanMap";
import "leaflet/dist/leaflet.css";
import "@/plan/plan.css";

const MOST = 3;

export default function PlanPointsField({ value, change, inputId }: FieldInput) {
  const { t } = useTranslation();
  const { values } = useFormSetting();
  const points = useMemo(() => (value as unknown as PlanPointsValue | null | undefined)?.points ?? [], [value]);
  const put = (next: PlanPoint[]) => change((next.length ? { points: next } : null) as unknown as FieldValue);
  const image = Array.isArray(values.image) ? (values.image[0] as string | undefined) : undefined;
  if (!image) return <p className="an-help">{t("plan.points_after_picture")}</p>;
  const set = (place: number, part: Partial<PlanPoint>) => put(points.map((point, i) => (i === place ? { ...point, ...part } : point)));
  const here = async (place: number) => {
    const found = await locate(true).catch(() => undefined);
    if (found) set(place, { lon: found.lon, lat: found.lat });
  };
  return (
    <div data-testid="plan-points">
      <Picture
        key={image}
        image={image}
        points={points}
        pick={(x, y) => points.length < MOST && put([...points, { x: x.toFixed(1), y: y.toFixed(1), lon: "", lat: "" }])}
        move={(place, x, y) => set(place, { x: x.toFixed(1), y: y.toFixed(1) })}
      />
      {!points.length && <p className="an-help">{t("plan.points_how")}</p>}
      <div className="an-plan-points">
        {points.map((point, place) => (
          <div key={place} data-testid="plan-point">
            <b>{place + 1}</b>
            {(["lon", "lat"] as const).map((part) => (
              <input
                key={part}
                id={part === "lon" && !place ? inputId : undefined}
                className="an-input"
                inputMode="decimal"
                aria-label={t(`plan.${part}`)}
                placeholder={t(`plan.${part}`)}
                value={point[part]}
                onChange={(event) => set(place, { [part]: event.target.value.trim() })}
              />
            ))}
            <span className="an-row">
              <button type="button" className="an-link" onClick={() => void here(place)}>
                {t("plan.here")}
              </button>
              <button type="button" className="an-link" onClick={() => put(points.filter((_, i) => i !== place))}>
                {t("admin.role_remove")}
              </button>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

type PictureInput = { image: string; points: PlanPoint[]; pick: (x: number, y: number) => void; move: (place: number, x: number, y: number) => void };
function Picture({ image, points, pick, move }: PictureInput) {
  const { t } = useTranslation();
  const photo = usePhotoState(image);
  const address = photo?.preview ?? media.address(image, "original");
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<L.Map>();
  const [broken, setBroken] = useState(false);
  const tell = useRef({ pick, move });
  tell.current = { pick, move };
  useEffect(() => {
    const picture = new Image();
    let made: L.Map | undefined;
    picture.onload = () => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      const bounds = L.latLngBounds(toMap([0, height]), toMap([width, 0]));
      made = L.map(box.current!, { crs: L.CRS.Simple, minZoom: -6, maxZoom: 4, zoomSnap: 0.25, attributionControl: false, doubleClickZoom: false });
      L.imageOverlay(address, bounds).addTo(made);
      made.fitBounds(bounds);
      made.on("click", (event) => {
        const [x, y] = fromMap(event.latlng);
        if (x >= 0 && y >= 0 && x <= width && y <= height) tell.current.pick(x, y);
      });
      setMap(made);
    };
    picture.onerror = () => setBroken(true);
    picture.src = address;
    return () => {
      picture.onload = picture.onerror = null;
      setMap(undefined);
      made?.remove();
    };
  }, [address]);
  useEffect(() => {
    if (!map) return;
    const layers = L.layerGroup().addTo(map);
    points.forEach((point, place) => {
      const icon = L.divIcon({ className: "an-plan-point", html: String(place + 1), iconSize: [26, 26] });
      const marker = L.marker(toMap([Number(point.x), Number(point.y)]), { icon, draggable: true }).addTo(layers);
      marker.on("dragend", () => tell.current.move(place, ...fromMap(marker.getLatLng())));
    });
    return () => void layers.remove();
  }, [map, points]);
  if (broken) return <p className="an-warn">{t("plan.picture_unread")}</p>;
  return <div ref={box} className="an-plan an-plan-picks" style={{ height: 420 }} role="application" aria-label={t("plan.picture")} />;
}

/** Where this is: the device's position by itself, corrected or typed by hand when there is none. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LocationValue } from "@/api/types";
import { locate, NoPosition, type PositionRefusal } from "@/capture/position";
import { useFormSetting } from "@/form/context";
import type { FieldInput } from "@/form/FieldRow";
import { isPhone } from "@/theme/tokens";
import { moment, wire } from "@/time/format";

export function LocationField({ value, change, inputId, needed }: FieldInput) {
  const { t } = useTranslation();
  const { measuredOnly } = useFormSetting();
  const [refusal, setRefusal] = useState<PositionRefusal>();
  const [seeking, setSeeking] = useState(false);
  const [manual, setManual] = useState(false);
  const place = value && typeof value === "object" && "lat" in value ? value : undefined;
  const latest = useRef(change);
  latest.current = change;

  const seek = useCallback(async (anew = false) => {
    setSeeking(true);
    setRefusal(undefined);
    try {
      latest.current(await locate(anew));
      setManual(false);
    } catch (error) {
      setRefusal(error instanceof NoPosition ? error.reason : "unavailable");
    } finally {
      setSeeking(false);
    }
  }, []);
  const wasEmpty = useRef(value === undefined); // null: left open on purpose
  useEffect(() => {
    // A desk is not where the hazard is: there the position is asked for, never assumed.
    if (wasEmpty.current && isPhone()) void seek();
  }, [seek]);

  return (
    <div className="an-location">
      {place && !manual && (
        <p className="an-location-fix" data-testid="location-fix">
          <b>
            {place.lat}, {place.lon}
          </b>
          <span>
            {place.accuracy_m && t("location.accuracy", { metres: Math.round(Number(place.accuracy_m)) })}
            {[t(`location.source_${place.source}`), moment(place.at)].filter(Boolean).join(" · ")}
          </span>
        </p>
      )}
      {seeking && <p className="an-help">{t("location.seeking")}</p>}
      {refusal && (
        <p className="an-warn" role="status">
          {t(`location.refused_${refusal}`)}
        </p>
      )}
      {manual && <ManualPosition inputId={inputId} place={place} change={change} />}
      <div className="an-row">
        <button type="button" className="an-button" disabled={seeking} onClick={() => void seek(true)}>
          {t(place ? "location.again" : "location.fetch")}
        </button>
        {!measuredOnly && (
          <button type="button" className="an-button" onClick={() => setManual(!manual)}>
            {t(manual ? "location.manual_done" : "location.manual")}
          </button>
        )}
        {place && !needed && !manual && (
          <button type="button" className="an-link" onClick={() => change(null)}>
            {t("form.clear")}
          </button>
        )}
      </div>
    </div>
  );
}

type Manual = { inputId: string; place?: LocationValue; change: FieldInput["change"] };
function ManualPosition({ inputId, place, change }: Manual) {
  const { t } = useTranslation();
  const [lat, setLat] = useState(place?.lat ?? "");
  const [lon, setLon] = useState(place?.lon ?? "");
  const enter = (nextLat: string, nextLon: string) => {
    setLat(nextLat);
    setLon(nextLon);
    // A place that is half typed stays a value, so that the form says so instead of dropping it.
    const typed = nextLat || nextLon;
    change(typed ? { lat: nextLat, lon: nextLon, system: "WGS-84", source: "manual", at: wire() } : null);
  };
  return (
    <div className="an-row">
      <label className="an-small-label" htmlFor={`${inputId}-lat`}>
        {t("location.lat")}
        <input
          id={`${inputId}-lat`}
          className="an-input"
          inputMode="decimal"
          value={lat}
          onChange={(event) => enter(event.target.value.trim(), lon)}
        />
      </label>
      <label className="an-small-label" htmlFor={`${inputId}-lon`}>
        {t("location.lon")}
        <input
          id={`${inputId}-lon`}
          className="an-input"
          inputMode="decimal"
          value={lon}
          onChange={(event) => enter(lat, event.target.value.trim())}
        />
      </label>
    </div>
  );
}

/** Photos: the button is the camera itself; each picture shows at once and says whether it arrived. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { media } from "@/api/endpoints";
import { keepPhoto, recallPhoto, sendPhoto, usePhotoState } from "@/capture/photos";
import { pictureFault, type PictureFault } from "@/capture/pictures";
import { isPhone } from "@/theme/tokens";
import { locate } from "@/capture/position";
import type { FieldInput } from "@/form/FieldRow";

export function PhotoField({ field, value, change, inputId, describedBy }: FieldInput) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<PictureFault>();
  const hashes = Array.isArray(value) ? value : [];
  const full = Boolean(field.max_items) && hashes.length >= (field.max_items ?? 0);
  const take = async (files: FileList | null) => {
    const taken: string[] = [];
    setFault(undefined);
    for (const file of Array.from(files ?? [])) {
      const wrong = await pictureFault(file);
      if (wrong) setFault(wrong);
      else taken.push(await keepPhoto(file, "photo"));
    }
    if (taken.length) change([...new Set([...hashes, ...taken])]);
  };
  return (
    <div className="an-photos">
      {hashes.map((hash) => (
        <KeptPhotoTile
          key={hash}
          hash={hash}
          remove={() => change(hashes.filter((item) => item !== hash))}
        />
      ))}
      {!full && (
        <label className={`an-camera${hashes.length ? "" : " an-camera-first"}`} htmlFor={inputId}>
          <CameraSign />
          <span>{t(isPhone() ? (hashes.length ? "photo.more" : "photo.take") : "photo.choose")}</span>
          <input
            id={inputId}
            type="file"
            accept="image/*"
            data-testid={`camera-${field.key}`}
            {...(isPhone() && field.camera ? { capture: "environment" as const } : { multiple: true })}
            aria-describedby={describedBy}
            onClick={() => isPhone() && void locate().catch(() => undefined)} // the fix is ready when the photo is
            onChange={(event) => {
              void take(event.target.files);
              event.target.value = "";
            }}
          />
        </label>
      )}
      {fault && (
        <p className="an-warn" role="alert" data-testid="photo-fault">
          {t(`photo.fault_${fault.code}`, { size: fault.size, limit: fault.limit })}
        </p>
      )}
    </div>
  );
}

function KeptPhotoTile({ hash, remove }: { hash: string; remove: () => void }) {
  const { t } = useTranslation();
  const photo = usePhotoState(hash);
  useEffect(() => void recallPhoto(hash), [hash]);
  return (
    <figure className={`an-photo${photo?.warnings.length || photo?.problem ? " an-photo-told" : ""}`} data-testid="photo-tile" data-state={photo?.state ?? "sent"}>
      <img src={photo?.preview ?? media.address(hash)} alt={t("photo.taken")} />
      <figcaption>
        {photo?.state === "sending" && photo.share ? t("photo.share", { percent: Math.round(photo.share * 100) }) : t(`photo.state_${photo?.state ?? "sent"}`)}
        {photo?.state === "waiting" && (
          <button type="button" className="an-link" onClick={() => void sendPhoto(hash).catch(() => undefined)}>
            {t("problem.retry")}
          </button>
        )}
      </figcaption>
      {photo?.problem && <p className="an-fault">{photo.problem.detail ?? photo.problem.title}</p>}
      {photo?.warnings.map((warning) => (
        <p key={warning} className="an-warn">
          {warning}
        </p>
      ))}
      <button type="button" className="an-photo-remove" onClick={remove} aria-label={t("photo.remove")}>
        ×
      </button>
    </figure>
  );
}

export function CameraSign() {
  return (
    <svg viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="currentColor" strokeWidth="1.7" aria-hidden>
      <path d="M4 8h3l1.6-2.4h6.8L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z" />
      <circle cx="12" cy="13" r="3.6" />
    </svg>
  );
}

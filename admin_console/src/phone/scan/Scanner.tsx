/** The camera as a reader of codes; where the page may not use it live, a photo of the code. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Detector } from "@/phone/scan/detector";

const LOOK_EVERY_MS = 250;
type Stand = "starting" | "looking" | "photo" | "denied";

const detector = async (): Promise<Detector> => (await import("@/phone/scan/detector")).openDetector();

export default function Scanner({ found }: { found: (text: string) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [stand, setStand] = useState<Stand>("starting");
  const latest = useRef(found);
  latest.current = found;
  useEffect(() => {
    if (!navigator.mediaDevices?.getUserMedia) return setStand("photo");
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const look = async (reads: Detector) => {
      if (ended) return;
      const codes = video.current && video.current.readyState >= 2 ? await reads.detect(video.current).catch(() => []) : [];
      if (ended) return;
      if (codes[0]) latest.current(codes[0].rawValue);
      timer = setTimeout(() => void look(reads), codes[0] ? LOOK_EVERY_MS * 6 : LOOK_EVERY_MS);
    };
    const start = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (ended || !video.current) return stream.getTracks().forEach((track) => track.stop());
      video.current.srcObject = stream;
      await video.current.play();
      setStand("looking");
      await look(await detector());
    };
    start().catch((error: unknown) => setStand(error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "photo"));
    return () => {
      ended = true;
      clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return (
    <div className="ph-scanner" data-testid="scanner" data-stand={stand}>
      {(stand === "starting" || stand === "looking") && <video ref={video} muted playsInline aria-label={t("scan.camera")} />}
      {stand === "looking" && <p className="an-help">{t("scan.aim")}</p>}
      {stand === "denied" && <p className="an-warn">{t("scan.denied")}</p>}
      {(stand === "photo" || stand === "denied") && <FromPhoto found={found} />}
    </div>
  );
}

function FromPhoto({ found }: { found: (text: string) => void }) {
  const { t } = useTranslation();
  const [stand, setStand] = useState<"idle" | "reading" | "none">("idle");
  const read = async (file: File | undefined) => {
    if (!file) return;
    setStand("reading");
    const codes = await detector()
      .then(async (reads) => reads.detect(await createImageBitmap(file)))
      .catch(() => []);
    setStand(codes[0] ? "idle" : "none");
    if (codes[0]) found(codes[0].rawValue);
  };
  return (
    <>
      <label className="an-button an-button-primary an-button-wide ph-scan-photo">
        {t(stand === "reading" ? "scan.reading" : "scan.photo")}
        <input
          type="file"
          accept="image/*"
          capture="environment"
          data-testid="scan-photo"
          onChange={(event) => {
            void read(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      {stand === "none" && (
        <p className="an-warn" role="alert" data-testid="scan-none">
          {t("scan.none")}
        </p>
      )}
    </>
  );
}

/** Who sent a photo, when and where it was taken, when it came in, and its hash. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { Attachment } from "@/api/listTypes";
import { Loaded } from "@/problem/Stand";
import { moment } from "@/time/format";

export function PhotoFacts({ hash }: { hash: string }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["media-facts", hash], queryFn: () => call<Attachment>("GET", `/media/${hash}/facts`), staleTime: 600_000 });
  return (
    <aside className="vw-facts" aria-label={t("viewer.facts")}>
      <Loaded of={found}>{(facts) => <Facts facts={facts} />}</Loaded>
    </aside>
  );
}

function Facts({ facts }: { facts: Attachment }) {
  const { t } = useTranslation();
  const place = facts.position;
  const metres = place?.accuracy_m ? t("viewer.accuracy", { metres: Math.round(Number(place.accuracy_m)) }) : "";
  const camera = facts.camera_position;
  const lines: [string, string | undefined][] = [
    ["by", facts.by],
    ["captured", moment(facts.captured_at) || t("viewer.unknown")],
    ["camera", moment(facts.camera_at)],
    ["received", moment(facts.received_at)],
    ["position", place ? `${place.lat}, ${place.lon} ${metres}` : t("viewer.unknown")],
    ["camera_position", camera && `${camera.lat}, ${camera.lon}`],
    ["size", [facts.width && t("viewer.pixels", { width: facts.width, height: facts.height }), sizeOf(facts.bytes), facts.mime].filter(Boolean).join(" · ")],
  ];
  return (
    <dl>
      {lines.map(([key, value]) =>
        value ? (
          <div key={key}>
            <dt>{t(`viewer.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
      <div>
        <dt>{t("viewer.hash")}</dt>
        <dd>
          <code>{facts.hash}</code>
        </dd>
      </div>
    </dl>
  );
}
const sizeOf = (bytes: number) => (bytes > 900_000 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`);

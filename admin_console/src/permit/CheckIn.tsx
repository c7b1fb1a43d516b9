/** The guardian's check-in: the label at the place is scanned, the phone says where it is, both go out as one entry. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Definition, LocationValue, RecordDetail } from "@/api/types";
import { useGeofences } from "@/capture/useAreaOfPosition";
import { locate, NoPosition } from "@/capture/position";
import type { EntryChoice } from "@/permit/calls";
import { EntryFaults } from "@/permit/EntrySheet";
import { isLabelOf, standingAt } from "@/permit/place";
import { useEntry } from "@/permit/useEntry";
import { codeOf } from "@/phone/scan/codes";
import { Skeleton } from "@/problem/Stand";
import { draftOwner, useSession } from "@/session/session";

const Scanner = lazy(() => import("@/phone/scan/Scanner"));

type Input = { record: RecordDetail; definition: Definition; entry: EntryChoice; close: () => void; sent: (label: string) => void };

export function CheckIn({ record, definition, entry, close, sent }: Input) {
  const { t } = useTranslation();
  const work = useEntry(record, definition, entry);
  const [fault, setFault] = useState<string>();
  const [at, setAt] = useState<LocationValue>();
  const scanned = async (text: string) => {
    if (work.sending) return;
    const code = codeOf(text);
    const id = "id" in code ? code.id : "";
    if (!isLabelOf(record, id)) return setFault(t("permit.other_label", { place: record.area?.name ?? record.equipment?.name ?? "" }));
    setFault(undefined);
    try {
      const position = await locate(true);
      setAt(position);
      if (await work.send({ act: "check_in", position })) {
        sent(entry.label);
        close();
      }
    } catch (error) {
      setFault(t(`location.refused_${error instanceof NoPosition ? error.reason : "unavailable"}`));
    }
  };
  return (
    <section className="an-panel pm-entry" data-testid="check-in" aria-label={entry.label}>
      <h2>{t("permit.check_in")}</h2>
      <p className="an-help">{t("permit.check_in_help")}</p>
      <Suspense fallback={<Skeleton />}>
        <Scanner found={(text) => void scanned(text)} />
      </Suspense>
      {at && <Where record={record} at={at} />}
      {fault && (
        <p className="an-warn" role="alert" data-testid="check-in-fault">
          {fault}
        </p>
      )}
      <EntryFaults work={work} />
      <button type="button" className="an-button an-button-wide" onClick={close}>
        {t("action.cancel")}
      </button>
    </section>
  );
}

/** How the position stands to the permit's place, with how sure the phone is of it. */
export function Where({ record, at }: { record: RecordDetail; at: LocationValue }) {
  const { t } = useTranslation();
  const fences = useGeofences(draftOwner(useSession()));
  const standing = standingAt(record, fences.data?.items ?? [], at);
  const metres = "metres" in standing ? standing.metres : 0;
  return (
    <p className={`pm-where pm-where-${standing.kind}`} data-testid="where" data-standing={standing.kind}>
      {t(`permit.where_${standing.kind}`, { metres })} {at.accuracy_m && t("permit.accuracy", { metres: Math.round(Number(at.accuracy_m)) })}
    </p>
  );
}

/** The guardian's check-in: the label at the place is scanned, the phone says where it is, both go out as one entry. */
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { Definition, LocationValue, RecordDetail } from "@/api/types";
import { useGeofences } from "@/capture/useAreaOfPosition";
import { locate, NoPosition } from "@/capture/position";
import type { EntryChoice } from "@/permit/calls";
import { EntryFaults } from "@/permit/EntrySheet";
import { textOf } from "@/permit/data";
import { isLabelOf, type Standing, standingAt } from "@/permit/place";
import { useEntry } from "@/permit/useEntry";
import { codeOf } from "@/phone/scan/codes";
import { Skeleton } from "@/problem/Stand";
import { draftOwner, useSession } from "@/session/session";

const Scanner = lazy(() => import("@/phone/scan/Scanner"));
const LABELLED = ["area", "equipment"] as const;

type Input = { record: RecordDetail; definition: Definition; entry: EntryChoice; close: () => void; sent: (label: string) => void };

export function CheckIn({ record, definition, entry, close, sent }: Input) {
  const { t } = useTranslation();
  const work = useEntry(record, definition, entry);
  const [fault, setFault] = useState<string>();
  const [at, setAt] = useState<LocationValue>();
  const [finding, setFinding] = useState(false);
  // The camera sees the same label again and again: what was refused waits for the person.
  const refused = useRef<string>(undefined);
  const scanned = async (text: string) => {
    if (work.sending || finding || refused.current === text) return;
    refused.current = text;
    setFault(undefined);
    const code = codeOf(text);
    try {
      setFinding(true);
      const id = "id" in code ? code.id : code.kind === "number" ? await labelNumbered(record, code.text) : "";
      if (!isLabelOf(record, id)) return setFault(t("permit.other_label", { place: placeOf(record) }));
    } catch {
      return setFault(t("permit.unsent"));
    } finally {
      setFinding(false);
    }
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
  const again = (text = "") => {
    refused.current = undefined;
    void scanned(text);
  };
  return (
    <section className="an-panel pm-entry" data-testid="check-in" aria-label={entry.label}>
      <h2>{t("permit.check_in")}</h2>
      <p className="an-help">{t("permit.check_in_help")}</p>
      <Suspense fallback={<Skeleton />}>
        <Scanner found={(text) => void scanned(text)} />
      </Suspense>
      <TypedLabel busy={finding || work.sending} found={again} />
      {at && <Where record={record} at={at} />}
      {fault && (
        <p className="an-warn" role="alert" data-testid="check-in-fault">
          {fault}
        </p>
      )}
      <EntryFaults work={work} />
      {(fault || work.problem || work.unsent) && refused.current && (
        <button type="button" className="an-button an-button-primary an-button-wide" data-testid="check-in-again" disabled={work.sending || finding} onClick={() => again(refused.current)}>
          {t("permit.try_again")}
        </button>
      )}
      <button type="button" className="an-button an-button-wide" onClick={close}>
        {t("action.cancel")}
      </button>
    </section>
  );
}

const placeOf = (record: RecordDetail) => [record.area?.name, record.equipment?.name].filter(Boolean).join(" / ");

/** The id of the permit's own area or equipment if its label bears this number; empty if it does not. */
async function labelNumbered(record: RecordDetail, text: string): Promise<string> {
  const typed = text.normalize("NFKC").trim().toUpperCase();
  for (const kind of LABELLED) {
    const id = record[kind]?.id;
    if (!id) continue;
    const labelled = await records.read(kind, id);
    if ([labelled.number, textOf(labelled.data, "code")].some((each) => each.toUpperCase() === typed)) return id;
  }
  return "";
}

/** Without a camera, or with a label that cannot be read: the number that is printed on it. The position is asked all the same. */
function TypedLabel({ busy, found }: { busy: boolean; found: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  return (
    <form
      className="pm-typed"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) found(text);
      }}
    >
      <label className="an-label" htmlFor="label-number">
        {t("permit.label_number")}
      </label>
      <div className="an-row">
        <input id="label-number" className="an-input" data-testid="label-number" autoComplete="off" autoCapitalize="characters" placeholder={t("permit.label_example")} value={text} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className="an-button an-button-primary" data-testid="label-send" disabled={busy || !text.trim()}>
          {t(busy ? "form.sending" : "permit.label_send")}
        </button>
      </div>
      <p className="an-help">{t("permit.label_help")}</p>
    </form>
  );
}

/** How somebody stands to the permit's place; nothing while no position is known. */
export function useStanding(record: RecordDetail, at: LocationValue | undefined): Standing | undefined {
  const fences = useGeofences(draftOwner(useSession()));
  return at && standingAt(record, fences.data?.items ?? [], at);
}

/** How the position stands to the permit's place, with how sure the phone is of it. */
export function Where({ record, at }: { record: RecordDetail; at: LocationValue }) {
  const { t } = useTranslation();
  const standing = useStanding(record, at)!;
  const metres = "metres" in standing ? standing.metres : 0;
  return (
    <p className={`pm-where pm-where-${standing.kind}`} data-testid="where" data-standing={standing.kind}>
      {t(`permit.where_${standing.kind}`, { metres })} {at.accuracy_m && t("permit.accuracy", { metres: Math.round(Number(at.accuracy_m)) })}
    </p>
  );
}

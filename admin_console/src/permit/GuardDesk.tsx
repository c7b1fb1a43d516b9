/** What is done at the place while a permit runs: presence, gas, people in and out, remarks; one tap each. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Definition, RecordDetail } from "@/api/types";
import { type EntryChoice, entriesOf } from "@/permit/calls";
import { CheckIn, Where } from "@/permit/CheckIn";
import { LIVE, rowsOf, runningRows } from "@/permit/data";
import { EntrySheet } from "@/permit/EntrySheet";
import { GasReadings } from "@/permit/GasReadings";
import { Inside } from "@/permit/Inside";
import { MeasuresSheet } from "@/permit/MeasuresSheet";
import { useNow } from "@/permit/useNow";
import { usePresence } from "@/permit/usePresence";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import { Ago } from "@/time/SpanText";

type Input = {
  record: RecordDetail;
  definition: Definition;
  told: (text: string) => void;
  /** Whether an entry's form stands open: what else can be done waits meanwhile. */
  opened?: (open: boolean) => void;
};

export function GuardDesk({ record, definition, told, opened }: Input) {
  const { t } = useTranslation();
  const entries = entriesOf(record);
  const [open, setOpen] = useState<EntryChoice>();
  const [person, setPerson] = useState<string>();
  const isOpen = Boolean(open);
  useEffect(() => opened?.(isOpen), [opened, isOpen]);
  if (!entries.length) return <Log record={record} definition={definition} />;
  const close = () => {
    setOpen(undefined);
    setPerson(undefined);
  };
  const sent = (label: string) => told(t("permit.recorded", { label }));
  const checkIn = entries.find((entry) => entry.key === "check_in");
  const leave = entries.find((entry) => entry.key === "passage_out");
  const others = entries.filter((entry) => entry !== checkIn);
  const sheet = { record, definition, close, sent };
  return (
    <>
      {open && open === checkIn && <CheckIn {...sheet} entry={open} />}
      {open?.key === "measures" && <MeasuresSheet {...sheet} entry={open} />}
      {open && open !== checkIn && open.key !== "measures" && <EntrySheet key={open.key + (person ?? "")} {...sheet} entry={open} given={person ? { person } : undefined} />}
      {!open && (
        <section className="an-panel pm-guard" data-testid="guard">
          <h2>{t(LIVE.includes(record.state) ? "permit.at_the_place" : "permit.before_work")}</h2>
          {checkIn && <MyPresence record={record} checkIn={() => setOpen(checkIn)} />}
          <div className="pm-grid">
            {others.map((entry) => (
              <button key={entry.key} type="button" className={`an-button pm-tile an-button-${entry.intent}`} data-testid={`entry-${entry.key}`} onClick={() => setOpen(entry)}>
                {entry.label}
              </button>
            ))}
          </div>
        </section>
      )}
      <Inside
        record={record}
        leave={leave && ((id) => {
          setPerson(id);
          setOpen(leave);
        })}
      />
      <Log record={record} definition={definition} />
    </>
  );
}

/** Whether I am seen at the place, since when, and how surely. */
function MyPresence({ record, checkIn }: { record: RecordDetail; checkIn: () => void }) {
  const { t } = useTranslation();
  const me = useSession().person?.id;
  const mine = rowsOf(record.data, "presence").filter((row) => row["@by"] === me);
  const arrived = mine.filter((row) => row.act === "check_in").at(-1);
  const left = mine.at(-1)?.act === "leave";
  const here = Boolean(arrived) && !left;
  const presence = usePresence(record.id, here);
  useNow();
  return (
    <div className={`pm-presence${here ? " pm-presence-here" : ""}`} data-testid="presence" data-here={here}>
      <p>
        <b>{here ? t("permit.checked_in", { at: moment(arrived?.["@at"]).slice(11) }) : t("permit.not_checked_in")}</b>
        {here && presence.told && (
          <span>
            {t("permit.seen")} <Ago at={presence.told.at} />
          </span>
        )}
      </p>
      {presence.told && <Where record={record} at={presence.told} />}
      {presence.failed && (
        <p className="an-warn" role="status">
          {t(`permit.unseen_${presence.failed}`)}
        </p>
      )}
      <button type="button" className={`an-button an-button-wide${here ? "" : " an-button-primary pm-big"}`} data-testid="entry-check_in" onClick={checkIn}>
        {t(here ? "permit.check_in_again" : "permit.check_in")}
      </button>
    </div>
  );
}

function Log({ record, definition }: Pick<Input, "record" | "definition">) {
  const { t } = useTranslation();
  const remarks = rowsOf(record.data, "remarks");
  const guards = runningRows(record.data, "guardians");
  return (
    <>
      <GasReadings record={record} definition={definition} />
      {remarks.length > 0 && (
        <section className="an-panel">
          <h2>{t("permit.remarks", { count: remarks.length })}</h2>
          <ul className="pm-lines">
            {[...remarks].reverse().map((row, i) => (
              <li key={row["@no"] ?? i}>
                <b>{String(row.text ?? "")}</b>
                <span>{[record.names?.[row["@by"] ?? ""], moment(row["@at"])].filter(Boolean).join(" ")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {guards.length > 1 && <p className="an-help">{t("permit.guards", { count: guards.length })}</p>}
    </>
  );
}

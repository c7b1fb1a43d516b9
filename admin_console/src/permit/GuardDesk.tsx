/** What is done at the place while a permit runs: presence, gas, people in and out, remarks; one tap each. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { serverNow } from "@/api/serverClock";
import type { Definition, RecordDetail } from "@/api/types";
import { type EntryChoice, entriesOf } from "@/permit/calls";
import { CheckIn } from "@/permit/CheckIn";
import { LIVE, rowsOf, runningRows } from "@/permit/data";
import { EntrySheet } from "@/permit/EntrySheet";
import { GasReadings } from "@/permit/GasReadings";
import { gasTestBegun } from "@/permit/guarding";
import { HandOverSheet } from "@/permit/HandOverSheet";
import { Inside } from "@/permit/Inside";
import { MeasuresSheet } from "@/permit/MeasuresSheet";
import { MyPresence } from "@/permit/MyPresence";
import { WatchFigures } from "@/permit/WatchFigures";
import { useQueue } from "@/queue/useQueue";
import { useSession } from "@/session/session";
import { isPhone } from "@/theme/tokens";
import { moment } from "@/time/format";

/** What is recorded often, in the order in which a hand looks for it; the rest is folded below. */
const FIRST = ["gas_test", "measures", "passage_in", "passage_out", "remark", "briefing", "hand_over"];
/** Entries whose page is more than their form. */
const OWN_SHEET = ["measures", "hand_over"];

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
  const me = useSession().person?.id;
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
  const rare = others.filter((entry) => !FIRST.includes(entry.key));
  const sheet = { record, definition, close, sent };
  return (
    <>
      {open && open === checkIn && <CheckIn {...sheet} entry={open} />}
      {open?.key === "measures" && <MeasuresSheet {...sheet} entry={open} />}
      {open?.key === "hand_over" && <HandOverSheet {...sheet} leave={open} add={entries.find((entry) => entry.key === "add_guardian")} />}
      {open && open !== checkIn && !OWN_SHEET.includes(open.key) && (
        <EntrySheet key={open.key + (person ?? "")} {...sheet} entry={open} given={person ? { person } : undefined} begins={open.key === "gas_test" ? gasTestBegun(record, me, serverNow()) : undefined} />
      )}
      {!open && (
        <section className="an-panel pm-guard" data-testid="guard">
          <h2>{t(LIVE.includes(record.state) ? "permit.at_the_place" : record.state === "accepting" ? "permit.after_work" : "permit.before_work")}</h2>
          <WatchFigures record={record} definition={definition} />
          {checkIn && <MyPresence record={record} checkIn={() => setOpen(checkIn)} />}
          <Tiles entries={FIRST.flatMap((key) => others.filter((entry) => entry.key === key))} open={setOpen} />
          <Waiting record={record} />
          {rare.length > 0 && (
            <details className="pm-fold">
              <summary>{t("permit.rare", { labels: rare.map((entry) => entry.label).join(t("form.separator")) })}</summary>
              <Tiles entries={rare} open={setOpen} />
            </details>
          )}
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

function Tiles({ entries, open }: { entries: EntryChoice[]; open: (entry: EntryChoice) => void }) {
  return (
    <div className="pm-grid">
      {entries.map((entry) => (
        <button key={entry.key} type="button" className={`an-button pm-tile an-button-${entry.intent}`} data-testid={`entry-${entry.key}`} onClick={() => open(entry)}>
          {entry.label}
        </button>
      ))}
    </div>
  );
}

/** What was recorded here without a signal: it is not with the server yet. */
function Waiting({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const items = (useQueue().data?.items ?? []).filter((item) => item.kind === "entry" && item.record === record.id);
  if (!items.length) return null;
  return (
    <p className="an-warn" role="status" data-testid="entries-waiting">
      {t("permit.waiting", { count: items.length })} {isPhone() && <Link to="/queue">{t("permit.waiting_see")}</Link>}
    </p>
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

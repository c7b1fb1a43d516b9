/** The form of one entry, opened over the guardian's page and closed by sending it. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReachable } from "@/api/reach";
import type { Definition, RecordData, RecordDetail } from "@/api/types";
import { RecordForm } from "@/form/RecordForm";
import type { EntryChoice } from "@/permit/calls";
import { RARELY_MEASURED, unmeasured, usedBefore } from "@/permit/guarding";
import { type EntryWork, useEntry } from "@/permit/useEntry";
import { KnownPeople } from "@/permit/KnownPeople";
import { BlockCard } from "@/problem/BlockCard";

type Input = {
  record: RecordDetail;
  definition: Definition;
  entry: EntryChoice;
  /** What is known already: whose passage it is that ends. */
  given?: RecordData;
  /** What the form begins with; what was typed before and not sent stays. */
  begins?: RecordData;
  close: () => void;
  sent: (label: string) => void;
};

/** Beside a value: what the form began with, so that it can be told from what a person typed. */
const begunKey = (key: string) => `_begun_${key}`;

export function EntrySheet({ record, definition, entry, given, begins, close, sent }: Input) {
  const { t } = useTranslation();
  const reachable = useReachable();
  const work = useEntry(record, definition, entry);
  // An input of a moment keeps what it was drawn with: the form is drawn once it is filled in.
  const [filled, setFilled] = useState(false);
  const ofGas = entry.table === "gas_tests";
  const { change, values } = work;
  useEffect(() => {
    if (filled) return;
    for (const [key, value] of Object.entries(begins ?? {})) if (values[key] == null || values[begunKey(key)] === values[key]) {
      change(key, value);
      change(begunKey(key), value);
    }
    for (const [key, value] of Object.entries(given ?? {})) change(key, value);
    setFilled(true);
  }, [filled, begins, given, change, values]);
  const choosePerson = (id: string) => {
    work.change("person", id);
    // Who is in charge tells the others; the dangers are told to everybody else.
    if (entry.table === "briefings" && values.part == null) work.change("part", id === record.owner?.id ? "briefer" : "receiver");
  };
  const send = async () => {
    const how = await work.send(ofGas ? unmeasured(work.values) : undefined);
    if (!how) return;
    sent(how === "kept" ? t("permit.kept", { label: entry.label }) : entry.label);
    close();
  };
  return (
    <section className="an-panel an-task pm-entry" data-testid={`entry-sheet-${entry.key}`} aria-label={entry.label}>
      <h2>{entry.label}</h2>
      {!reachable && (
        <p className="an-warn" role="status" data-testid="entry-waits">
          {t(entry.online ? "permit.entry_online" : "permit.entry_waits")}
        </p>
      )}
      {work.restored && <p className="an-note">{t("form.restored")}</p>}
      {work.form?.fields.some((field) => field.key === "person") && <KnownPeople record={record} entry={entry} chosen={work.values.person} choose={choosePerson} />}
      {filled && work.form && <RecordForm form={work.form} setting={ofGas ? { ...work.setting, offers: usedBefore(record, t("permit.points").split("|")) } : work.setting} folded={ofGas ? RARELY_MEASURED : undefined} />}
      <EntryFaults work={work} />
      <div className="an-row pm-entry-bar">
        <button type="button" className="an-button" onClick={close}>
          {t("action.cancel")}
        </button>
        <button type="button" className="an-button an-button-primary" data-testid="entry-send" disabled={work.sending} onClick={() => void send()}>
          {t(work.sending ? "form.sending" : "permit.record_it")}
        </button>
      </div>
    </section>
  );
}

export function EntryFaults({ work }: { work: EntryWork }) {
  const { t } = useTranslation();
  const wrong = Object.keys(work.errors).length;
  return (
    <>
      {wrong > 0 && (
        <p className="an-fault" role="alert">
          {t("form.wrong_fields", { count: wrong })}
        </p>
      )}
      {work.problem && <BlockCard problem={work.problem.problem} errors={work.problem.rest} />}
      {work.unsent && (
        <p className="an-warn" role="alert" data-testid="unsent">
          {t("permit.unsent")}
        </p>
      )}
    </>
  );
}

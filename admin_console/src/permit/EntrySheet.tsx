/** The form of one entry, opened over the guardian's page and closed by sending it. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Definition, RecordData, RecordDetail } from "@/api/types";
import { RecordForm } from "@/form/RecordForm";
import type { EntryChoice } from "@/permit/calls";
import { type EntryWork, useEntry } from "@/permit/useEntry";
import { KnownPeople } from "@/permit/KnownPeople";
import { BlockCard } from "@/problem/BlockCard";

type Input = {
  record: RecordDetail;
  definition: Definition;
  entry: EntryChoice;
  /** What is known already: whose passage it is that ends. */
  given?: RecordData;
  close: () => void;
  sent: (label: string) => void;
};

export function EntrySheet({ record, definition, entry, given, close, sent }: Input) {
  const { t } = useTranslation();
  const work = useEntry(record, definition, entry);
  const filled = useRef(false);
  const { change } = work;
  useEffect(() => {
    if (filled.current) return;
    filled.current = true;
    for (const [key, value] of Object.entries(given ?? {})) change(key, value);
  }, [given, change]);
  const send = async () => {
    if (!(await work.send())) return;
    sent(entry.label);
    close();
  };
  return (
    <section className="an-panel an-task pm-entry" data-testid={`entry-sheet-${entry.key}`} aria-label={entry.label}>
      <h2>{entry.label}</h2>
      {work.restored && <p className="an-note">{t("form.restored")}</p>}
      {work.form?.fields.some((field) => field.key === "person") && <KnownPeople record={record} entry={entry} chosen={work.values.person} choose={(id) => work.change("person", id)} />}
      {work.form && <RecordForm form={work.form} setting={work.setting} />}
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

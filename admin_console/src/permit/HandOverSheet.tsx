/** 监护交接: who leaves, who takes over. While work goes on the successor comes first: asked here, checked in there, then the other leaves. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import type { Definition, Problem, RecordData, RecordDetail } from "@/api/types";
import { newId } from "@/capture/ids";
import { useDraft } from "@/drafts/useDraft";
import { type EntryChoice, permits } from "@/permit/calls";
import { peopleOf, rowsOf, textOf } from "@/permit/data";
import { type Successor, useSuccessors } from "@/permit/successors";
import { BlockCard } from "@/problem/BlockCard";
import { RecordName } from "@/record/RecordName";
import { draftOwner, useSession } from "@/session/session";
import { day, wire } from "@/time/format";

type Input = {
  record: RecordDetail;
  definition: Definition;
  leave: EntryChoice;
  /** Whether, and how, a guardian may be added here. */
  add?: EntryChoice;
  close: () => void;
  sent: (label: string) => void;
};

export function HandOverSheet({ record, leave, add, close, sent }: Input) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const work = useDraft(`${draftOwner(session)}.entry.${record.id}.${leave.key}`);
  const [problem, setProblem] = useState<Problem | "unsent">();
  const [sending, setSending] = useState(false);
  const guards = peopleOf(record.data, "guardians");
  const me = session.person?.id ?? "";
  const leaving = textOf(work.draft.values, "person") || (guards.includes(me) ? me : guards.length === 1 ? guards[0]! : "");
  const { here, others, pending } = useSuccessors(record, leaving, Boolean(add));
  const chosen = [...here, ...others].find((each) => each.person === work.draft.values._successor);
  const note = textOf(work.draft.values, "note").trim();
  // Guarding does not stop: whoever is still on the way cannot take over work that goes on.
  const guarding = record.state === "working" && chosen !== undefined && !isThere(record, chosen.person);
  const asking = guarding && Boolean(chosen.certificate);
  const ready = Boolean(chosen && leaving) && (asking || (!guarding && note !== ""));
  const enter = async (entry: EntryChoice, id: string, row: RecordData) => {
    const json = { id, task: entry.task, entry: entry.key, rows: [row], captured_at: wire(), sent_at: wire() };
    client.setQueryData(["record", record.type, record.id], await permits.enter(record.type, record.id, json));
  };
  const send = async () => {
    if (!chosen || !ready) return;
    setSending(true);
    setProblem(undefined);
    try {
      // Sent again after the first half went through, the successor is here already.
      if (chosen.certificate && add) await enter(add, secondId(work), { person: chosen.person, certificate: chosen.certificate });
      if (guarding) return work.change("_added", null); // the rest once they have checked in
      await enter(leave, work.draft.id, { person: leaving, note });
      work.restart();
      void client.invalidateQueries({ queryKey: ["gates", record.type, record.id] });
      sent(leave.label);
      close();
    } catch (error) {
      setProblem(error instanceof Refused ? error.problem : "unsent");
    } finally {
      setSending(false);
    }
  };
  const pick = (key: string) => (person: string) => work.change(key, person);
  return (
    <section className="an-panel an-task pm-entry" data-testid="hand-over" aria-label={leave.label}>
      <h2>{leave.label}</h2>
      <People title={t("permit.who_leaves")} people={guards.map((person) => ({ person }))} chosen={leaving} choose={pick("person")} name="leaves" />
      {here.length > 0 && <People title={t("permit.who_stays")} people={here} chosen={chosen?.person} choose={pick("_successor")} name="here" />}
      {add && <People title={t("permit.who_comes")} people={others} chosen={chosen?.person} choose={pick("_successor")} name="comes" />}
      {!pending && here.length + others.length === 0 && <p className="an-warn">{t(add ? "permit.nobody_comes" : "permit.nobody_stays")}</p>}
      {guarding && (
        <p className="an-warn" role="status" data-testid="hand-over-waits">
          {t(asking ? "permit.hand_over_first" : "permit.hand_over_waits", { name: record.names?.[chosen.person] ?? t("permit.successor") })}
        </p>
      )}
      <label className="an-label" htmlFor="hand-over-note">
        {t("permit.hand_over_note")}
        <b className="an-required">{t("form.required")}</b>
      </label>
      <div className="an-chips pm-people">
        <button type="button" className="an-chip" data-testid="hand-over-said" onClick={() => work.change("note", t("permit.hand_over_said"))}>
          {t("permit.hand_over_said")}
        </button>
      </div>
      <input id="hand-over-note" className="an-input" data-testid="hand-over-note" maxLength={200} value={textOf(work.draft.values, "note")} onChange={(event) => work.change("note", event.target.value)} />
      <p className="an-help">{t("permit.hand_over_help")}</p>
      {problem === "unsent" && <p className="an-warn" role="alert">{t("permit.unsent")}</p>}
      {problem && problem !== "unsent" && <BlockCard problem={problem} errors={problem.errors} />}
      <div className="an-row pm-entry-bar">
        <button type="button" className="an-button" onClick={close}>
          {t("action.cancel")}
        </button>
        <button type="button" className="an-button an-button-primary" data-testid="hand-over-send" disabled={sending || !ready} onClick={() => void send()}>
          {t(sending ? "form.sending" : asking ? "permit.hand_over_ask" : "permit.hand_over_send")}
        </button>
      </div>
    </section>
  );
}

/** Whether the person has checked in here and not left again. */
const isThere = (record: RecordDetail, person: string): boolean => {
  const last = rowsOf(record.data, "presence").filter((row) => row["@by"] === person).at(-1);
  return last !== undefined && last.act !== "leave";
};

/** The id of the first of the two entries: kept with the draft, so that sending twice adds once. */
function secondId(work: ReturnType<typeof useDraft>): string {
  const kept = textOf(work.draft.values, "_added");
  if (kept) return kept;
  const made = newId();
  work.change("_added", made);
  return made;
}

type Chips = { title: string; people: Successor[]; chosen?: string; choose: (person: string) => void; name: string };
function People({ title, people, chosen, choose, name }: Chips) {
  const { t } = useTranslation();
  if (!people.length) return null;
  return (
    <div className="an-field">
      <span className="an-label">{title}</span>
      <div className="an-chips pm-people" role="group" aria-label={title} data-testid={`people-${name}`}>
        {people.map((each) => (
          <button key={each.person} type="button" className={`an-chip${chosen === each.person ? " an-chip-on" : ""}`} aria-pressed={chosen === each.person} data-testid={`${name}-${each.person}`} onClick={() => choose(each.person)}>
            <RecordName kind="person" value={each.person} />
            {each.until && <small>{t("permit.certificate_until", { at: day(each.until) })}</small>}
          </button>
        ))}
      </div>
    </div>
  );
}

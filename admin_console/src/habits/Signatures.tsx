/** The signatures of a step: who signed, whose turn it is and why, who is still to come. */
import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/api/types";
import { moment } from "@/time/format";
import "@/habits/habits.css";

const MARKS = { signed: "✓", open: "●", later: "○", void: "–" } as const;

export function Signatures({ node }: { node: ChainNode }) {
  const { t } = useTranslation();
  const seats = node.seats ?? [];
  const alone = seats.length < 2;
  const seat = seats[0];
  const plain = alone && !seat?.stand_ins?.length && !node.on_behalf && !node.opinion && !seat?.why;
  const seen = (node.seen ?? []).map((one) => t("habit.seen_by", { name: one.name, at: moment(one.at) }));
  if (node.state === "next" || (plain && !seen.length)) return null;
  if (alone)
    return (
      <p className="an-step-aside">
        {node.state === "now" && seat?.why && <span data-testid="seat-why">{t("habit.why", { why: seat.why })}</span>}
        {node.on_behalf && node.by && <span>{t("habit.on_behalf", { name: node.on_behalf.name })}</span>}
        {seat?.stand_ins?.map((one) => <span key={one}>{t("habit.stand_in", { who: one })}</span>)}
        {seen.map((one) => <span key={one}>{one}</span>)}
        {node.opinion && <q>{node.opinion}</q>}
      </p>
    );
  return (
    <div className="an-seats" data-testid="seats">
      <p className="an-small-label">
        {t(`habit.mode_${node.mode ?? "any"}`)} · {t("habit.signed_of", { signed: node.signed ?? 0, needed: node.needed ?? 1 })}
      </p>
      <ul>
        {seats.map((one) => (
          <li key={one.no} className={`an-seat-${one.state}`} data-testid="seat" data-state={one.state}>
            <span aria-hidden>{MARKS[one.state]}</span>
            <div>
              <b>{one.by?.name ?? one.label}</b>
              {one.on_behalf && <span>{t("habit.on_behalf", { name: one.on_behalf.name })}</span>}
              {one.added && <span className="an-badge an-state-open">{t("habit.badge_added")}</span>}
              <span>{one.at ? moment(one.at) : t(`habit.seat_${one.state}`)}</span>
              <small>{[one.why, ...(one.stand_ins ?? []).map((who) => t("habit.stand_in", { who }))].filter(Boolean).join(" · ")}</small>
              {one.opinion && <q>{one.opinion}</q>}
            </div>
          </li>
        ))}
      </ul>
      {seen.length > 0 && <p className="an-step-aside">{seen.map((one) => <span key={one}>{one}</span>)}</p>}
    </div>
  );
}

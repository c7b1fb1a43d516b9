/** Task cards: what, where, from whom, time left, and the one next action. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { media } from "@/api/endpoints";
import type { TaskCard } from "@/api/types";
import { LevelBadge } from "@/record/Badges";
import { DueBadge } from "@/time/SpanText";
import { minutesUntil, moment } from "@/time/format";
import "@/work/work.css";

type Props = { items: TaskCard[]; address: (card: TaskCard) => string };
export function TaskCards({ items, address }: Props) {
  const sorted = [...items].sort((a, b) => (a.due ?? "9").localeCompare(b.due ?? "9"));
  return (
    <ul className="an-cards" data-testid="worklist">
      {sorted.map((card) => (
        <li key={card.task}>
          <Card card={card} to={address(card)} />
        </li>
      ))}
    </ul>
  );
}

function Card({ card, to }: { card: TaskCard; to: string }) {
  const { t } = useTranslation();
  const late = card.due !== undefined && card.due !== null && minutesUntil(card.due) < 0;
  return (
    <Link to={to} className={`an-card${late ? " an-card-late" : ""}`} data-testid="task-card" data-number={card.record.number}>
      {card.record.photo && <img src={media.address(card.record.photo)} alt="" loading="lazy" />}
      <div className="an-card-body">
        <p className="an-card-top">
          <LevelBadge level={card.record.level} label={card.record.level_label} />
          <span className="an-card-number">{card.record.number}</span>
          {card.on_behalf && <span className="an-badge an-state-open">{t("habit.badge_behalf", { name: card.on_behalf.name })}</span>}
          {card.added && <span className="an-badge an-state-open">{t("habit.badge_added")}</span>}
          {(card.needed ?? 1) > 1 && <span className="an-badge an-state-plain">{t("habit.badge_signed", { signed: card.signed, needed: card.needed })}</span>}
          <DueBadge due={card.due} escalated={card.escalated} />
        </p>
        <h3>{card.record.title}</h3>
        <p className="an-card-where">
          {[card.where, card.from && t("work.from", { name: card.from.name }), t("work.at", { at: moment(card.opened_at) })]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p className="an-card-why">{t("work.why", { why: card.why })}</p>
      </div>
      <span className="an-card-action">{card.action || card.node_title}</span>
    </Link>
  );
}

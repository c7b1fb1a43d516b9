/** What waits, by urgency: overdue first; narrowed by kind of record and step. */
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TaskCard } from "@/api/types";
import { Empty } from "@/problem/Stand";
import { minutesUntil, moment } from "@/time/format";
import { TaskCards } from "@/work/TaskCards";

const GROUPS = ["late", "today", "soon", "later", "open"] as const;
type Group = (typeof GROUPS)[number];
const THREE_DAYS = 3 * 24 * 60;

export function groupOf(card: TaskCard, now: Date): Group {
  if (!card.due) return "open";
  const left = minutesUntil(card.due, now);
  if (left < 0) return "late";
  if (moment(card.due).slice(0, 10) === moment(now.toISOString()).slice(0, 10)) return "today";
  return left <= THREE_DAYS ? "soon" : "later";
}

export function TaskGroups({ items }: { items: TaskCard[] }) {
  const { t } = useTranslation();
  const [step, setStep] = useState("");
  const now = new Date();
  const steps = [...new Map(items.map((card) => [`${card.record.type}/${card.node}`, card.node_title])).entries()];
  const shown = items.filter((card) => !step || `${card.record.type}/${card.node}` === step);
  const count = (key: string) => items.filter((card) => `${card.record.type}/${card.node}` === key).length;
  return (
    <>
      {steps.length > 1 && (
        <div className="ls-chips" role="group" aria-label={t("work.step")}>
          {steps.length <= 6 ? (
            <>
              <button type="button" className="ls-chip" aria-pressed={!step} onClick={() => setStep("")}>
                {t("work.any_step")} <b>{items.length}</b>
              </button>
              {steps.map(([key, title]) => (
                <button key={key} type="button" className="ls-chip" aria-pressed={step === key} onClick={() => setStep(step === key ? "" : key)}>
                  {title} <b>{count(key)}</b>
                </button>
              ))}
            </>
          ) : (
            <Select
              value={step}
              onChange={setStep}
              popupMatchSelectWidth={false}
              aria-label={t("work.step")}
              options={[{ value: "", label: t("work.any_step") }, ...steps.map(([key, title]) => ({ value: key, label: `${title} (${count(key)})` }))]}
            />
          )}
        </div>
      )}
      {GROUPS.map((group) => {
        const cards = shown.filter((card) => groupOf(card, now) === group);
        return cards.length > 0 ? (
          <section key={group} className={`ls-tasks ls-tasks-${group}`} data-testid={`tasks-${group}`}>
            <h2>
              {t(`work.group_${group}`)} <span>{t("work.count", { count: cards.length })}</span>
            </h2>
            <TaskCards items={cards} address={(card) => `/record/${card.record.type}/${card.record.id}`} />
          </section>
        ) : null;
      })}
      {shown.length === 0 && (
        <Empty title={t("work.none_filtered")}>
          <button type="button" className="an-button" onClick={() => setStep("")}>
            {t("work.filtered_clear")}
          </button>
        </Empty>
      )}
    </>
  );
}

/** A deadline or an age in words: 剩 1 小时 12 分, 超期 2 天 3 小时. */
import { type TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { minutesUntil, moment, span } from "@/time/format";

export function spanText(minutes: number, t: TFunction): string {
  const { days, hours, minutes: rest } = span(minutes);
  if (days > 0) return hours ? t("time.days_hours", { days, hours }) : t("time.days", { days });
  if (hours > 0) return rest ? t("time.hours_minutes", { hours, minutes: rest }) : t("time.hours", { hours });
  return t("time.minutes", { minutes: rest });
}

/** Ticks once a minute, so that an open page never shows an old remainder. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function DueBadge({ due, escalated }: { due?: string; escalated?: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  if (!due) return null;
  const left = minutesUntil(due, now);
  const urgency = left < 0 ? "late" : left < 240 ? "soon" : "calm";
  const text = t(left < 0 ? "time.late_by" : "time.left", { span: spanText(left, t) });
  return (
    <span className={`an-due an-due-${urgency}`} title={t("time.due_at", { at: moment(due) })}>
      {escalated && `${t("time.escalated")} · `}
      {text}
    </span>
  );
}

export function Ago({ at }: { at?: string }) {
  const { t } = useTranslation();
  const now = useNow();
  if (!at) return null;
  const minutes = -minutesUntil(at, now);
  return <span title={moment(at)}>{minutes < 1 ? t("time.just_now") : t("time.ago", { span: spanText(minutes, t) })}</span>;
}

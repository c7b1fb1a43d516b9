/** A working calendar as people read it. */
import { useTranslation } from "react-i18next";
import { calendarOf, WEEKDAYS } from "@/calendar/value";

export function CalendarText({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const { hours, days } = calendarOf(value);
  const unverified = days.filter((row) => row.unverified).length;
  return (
    <>
      {WEEKDAYS.map((day) => `${t(`calendar.weekday_${day}`)} ${hours[day] ?? t("calendar.kind_rest")}`).join(t("form.separator"))}
      {unverified > 0 && <b className="an-warn">{t("calendar.unverified_count", { count: unverified })}</b>}
      {days.map((row, place) => (
        <span key={place} className="an-calendar-line">
          {row.to && row.to !== row.from ? `${row.from} – ${row.to}` : row.from} {t(`calendar.kind_${row.kind}`)} {row.hours} {row.note} {row.unverified && t("calendar.unverified")}
        </span>
      ))}
    </>
  );
}

/** A working calendar as a field: the week, then the days that differ; statutory holidays as a proposal. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { places } from "@/api/endpoints";
import type { FieldValue } from "@/api/types";
import { calendarOf, type CalendarValue, inOrder, proposed, type SpecialDays, USUAL, WEEKDAYS } from "@/calendar/value";
import type { FieldInput } from "@/form/FieldRow";
import "@/calendar/calendar.css";

export default function WorkingCalendarField({ value, change }: FieldInput) {
  const { t } = useTranslation();
  const seeds = useQuery({ queryKey: ["holidays"], queryFn: places.holidays, staleTime: Infinity });
  const calendar = calendarOf(value);
  const put = (part: Partial<CalendarValue>) => change({ ...calendar, ...part } as unknown as FieldValue);
  return (
    <div className="an-calendar" data-testid="calendar-editor">
      <Week hours={calendar.hours} change={(hours) => put({ hours })} />
      {!Object.keys(calendar.hours).length && (
        <button type="button" className="an-button" data-testid="calendar-usual" onClick={() => put({ hours: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, USUAL])) })}>
          {t("calendar.usual", { hours: USUAL })}
        </button>
      )}
      <h3>{t("calendar.days")}</h3>
      {!calendar.days.length && <p className="an-help">{t("calendar.days_none")}</p>}
      {calendar.days.map((row, place) => (
        <DayRow
          key={place}
          row={row}
          change={(next) => put({ days: calendar.days.map((old, i) => (i === place ? next : old)) })}
          remove={() => put({ days: calendar.days.filter((_, i) => i !== place) })}
        />
      ))}
      <div className="an-row">
        <button type="button" className="an-button" data-testid="calendar-add" onClick={() => put({ days: [...calendar.days, { from: "", to: "", kind: "rest" }] })}>
          {t("calendar.add")}
        </button>
        {seeds.data?.items.map((seed) => (
          <button
            key={seed.year}
            type="button"
            className="an-button"
            data-testid={`calendar-seed-${seed.year}`}
            title={seed.source}
            onClick={() => put({ days: inOrder([...calendar.days, ...proposed(seed, calendar.days, (name) => t("calendar.make_up", { name }))]) })}
          >
            {t(seed.verified ? "calendar.take_holidays" : "calendar.take_unverified", { year: seed.year })}
          </button>
        ))}
      </div>
    </div>
  );
}

function Week({ hours, change }: { hours: Record<string, string>; change: (hours: Record<string, string>) => void }) {
  const { t } = useTranslation();
  const set = (day: string, text: string | undefined) => {
    const { [day]: _gone, ...others } = hours;
    change(text === undefined ? others : { ...others, [day]: text });
  };
  return (
    <div className="an-week">
      {WEEKDAYS.map((day) => {
        const text = hours[day];
        const [from = "", to = ""] = (text ?? "").split("-");
        return (
          <div key={day} className="an-week-day" data-testid={`weekday-${day}`}>
            <label>
              <input type="checkbox" checked={text !== undefined} onChange={(event) => set(day, event.target.checked ? (Object.values(hours)[0] ?? USUAL) : undefined)} />
              {t(`calendar.weekday_${day}`)}
            </label>
            {text === undefined ? (
              <span className="an-panel-note">{t("calendar.kind_rest")}</span>
            ) : (
              <span className="an-row">
                <input className="an-input" type="time" value={from} aria-label={t("calendar.begins")} onChange={(event) => set(day, `${event.target.value}-${to}`)} />
                –
                <input className="an-input" type="time" value={to} aria-label={t("calendar.ends")} onChange={(event) => set(day, `${from}-${event.target.value}`)} />
              </span>
            )}
          </div>
        );
      })}
      <p className="an-help">{t("calendar.night")}</p>
    </div>
  );
}

function DayRow({ row, change, remove }: { row: SpecialDays; change: (row: SpecialDays) => void; remove: () => void }) {
  const { t } = useTranslation();
  const set = (part: Partial<SpecialDays>) => {
    const next = { ...row, ...part };
    if (next.kind !== "work" || !next.hours) delete next.hours;
    if (!next.unverified) delete next.unverified;
    change(next);
  };
  return (
    <div className="an-day-row" data-testid="special-days">
      <input className="an-input" type="date" value={row.from} aria-label={t("calendar.from")} onChange={(event) => set({ from: event.target.value, to: row.to && row.to > event.target.value ? row.to : event.target.value })} />
      <input className="an-input" type="date" value={row.to ?? row.from} min={row.from} aria-label={t("calendar.to")} onChange={(event) => set({ to: event.target.value })} />
      <select className="an-input" value={row.kind} aria-label={t("calendar.kind")} onChange={(event) => set({ kind: event.target.value as SpecialDays["kind"] })}>
        {(["rest", "work", "shutdown"] as const).map((kind) => (
          <option key={kind} value={kind}>
            {t(`calendar.kind_${kind}`)}
          </option>
        ))}
      </select>
      <input className="an-input" value={row.note ?? ""} maxLength={60} placeholder={t("calendar.note")} aria-label={t("calendar.note")} onChange={(event) => set({ note: event.target.value })} />
      <span className="an-row">
        {row.unverified && (
          <button type="button" className="an-link an-unverified" onClick={() => set({ unverified: undefined })} title={t("calendar.verify_how")}>
            {t("calendar.unverified")}
          </button>
        )}
        <button type="button" className="an-link" onClick={remove}>
          {t("admin.role_remove")}
        </button>
      </span>
    </div>
  );
}

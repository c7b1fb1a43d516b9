/** The period of a board: the last 7, 30 or 90 days, or any two days. */
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Period } from "@/boards/boardTypes";
import { day, wire } from "@/time/format";

const DAYS = [7, 30, 90];

export function PeriodPicker({ period, opensWith, choose }: { period: Period; opensWith: number; choose: (next: Period) => void }) {
  const { t } = useTranslation();
  const own = Boolean(period.from && period.to);
  const [open, setOpen] = useState(own);
  const [from, setFrom] = useState(period.from ?? "");
  const [to, setTo] = useState(period.to ?? day(wire()));
  const days = [...new Set([...DAYS, opensWith])].sort((a, b) => a - b);
  const wrong = open && from && to && to < from;
  return (
    <div className="bd-period">
      <Segmented
        aria-label={t("board.period_choose")}
        value={open ? "own" : String(period.days ?? opensWith)}
        options={[...days.map((count) => ({ value: String(count), label: t("board.last_days", { count }) })), { value: "own", label: t("board.own_days") }]}
        onChange={(value) => {
          setOpen(value === "own");
          if (value !== "own") choose({ days: Number(value) });
        }}
      />
      {open && (
        <form
          className="bd-own"
          onSubmit={(event) => {
            event.preventDefault();
            if (from && to && !wrong) choose({ from, to });
          }}
        >
          <input type="date" className="an-input" aria-label={t("board.from")} value={from} max={to || undefined} onChange={(event) => setFrom(event.target.value)} />
          <span>—</span>
          <input type="date" className="an-input" aria-label={t("board.to")} value={to} min={from || undefined} onChange={(event) => setTo(event.target.value)} />
          <button type="submit" className="an-button an-button-primary" disabled={!from || !to || Boolean(wrong)}>
            {t("board.show")}
          </button>
        </form>
      )}
    </div>
  );
}

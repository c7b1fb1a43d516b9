/** The administrator's settings of boards: the day of going live, holidays, and shutdowns. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Refused } from "@/api/client";
import { boards } from "@/boards/boardCalls";
import type { BoardSettings, KnownSettings } from "@/boards/boardTypes";
import { BlockCard } from "@/problem/BlockCard";
import { Loaded, ReadFailure } from "@/problem/Stand";
import { mayReadRate } from "@/session/permissions";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import "@/boards/board.css";

export default function BoardSettingsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const known = useQuery({ queryKey: ["board-settings"], queryFn: boards.settings });
  return (
    <section className="bd-settings">
      <header className="dk-head">
        <h1>{t("board.settings")}</h1>
        {mayReadRate(session) && (
          <Link className="an-button" to="/boards">
            {t("board.back")}
          </Link>
        )}
      </header>
      <Loaded of={known}>{(data) => <SettingsForm known={data} key={data.set_at ?? "new"} />}</Loaded>
    </section>
  );
}

function SettingsForm({ known }: { known: KnownSettings }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [settings, set] = useState<BoardSettings>({ ...known.settings, holidays: known.settings.holidays ?? [], shutdowns: known.settings.shutdowns ?? [] });
  const [holiday, setHoliday] = useState("");
  const [shutdown, setShutdown] = useState({ from: "", to: "", reason: "" });
  const saving = useMutation({
    mutationFn: () => boards.setSettings(settings),
    onSuccess: (saved) => {
      cache.setQueryData(["board-settings"], saved);
      void cache.invalidateQueries({ queryKey: ["board"] });
    },
  });
  const without = <T,>(list: readonly T[], gone: T) => list.filter((each) => each !== gone);
  return (
    <form
      className="an-panel"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <h2>{t("board.go_live")}</h2>
      <p className="an-help">{t("board.go_live_help")}</p>
      <input type="date" className="an-input" aria-label={t("board.go_live")} data-testid="go-live" value={settings.go_live ?? ""} onChange={(event) => set({ ...settings, go_live: event.target.value || null })} />
      <h2>{t("board.holidays")}</h2>
      <p className="an-help">{t("board.holidays_help", { count: known.calendar_holidays.length })}</p>
      <div className="an-row">
        <input type="date" className="an-input" aria-label={t("board.holidays")} value={holiday} onChange={(event) => setHoliday(event.target.value)} />
        <button
          type="button"
          className="an-button"
          disabled={!holiday || settings.holidays.includes(holiday)}
          onClick={() => {
            set({ ...settings, holidays: [...settings.holidays, holiday].sort() });
            setHoliday("");
          }}
        >
          {t("board.add")}
        </button>
      </div>
      <ul className="bd-chips">
        {settings.holidays.map((each) => (
          <li key={each}>
            {each}
            <button type="button" aria-label={t("board.remove", { what: each })} onClick={() => set({ ...settings, holidays: without(settings.holidays, each) })}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <h2>{t("board.shutdowns")}</h2>
      <p className="an-help">{t("board.shutdowns_help")}</p>
      <div className="an-row">
        <input type="date" className="an-input" aria-label={t("board.from")} value={shutdown.from} onChange={(event) => setShutdown({ ...shutdown, from: event.target.value })} />
        <input type="date" className="an-input" aria-label={t("board.to")} value={shutdown.to} min={shutdown.from || undefined} onChange={(event) => setShutdown({ ...shutdown, to: event.target.value })} />
        <input className="an-input" placeholder={t("board.reason")} aria-label={t("board.reason")} maxLength={80} value={shutdown.reason} onChange={(event) => setShutdown({ ...shutdown, reason: event.target.value })} />
        <button
          type="button"
          className="an-button"
          disabled={!shutdown.from || !shutdown.to || shutdown.to < shutdown.from}
          onClick={() => {
            set({ ...settings, shutdowns: [...settings.shutdowns, shutdown] });
            setShutdown({ from: "", to: "", reason: "" });
          }}
        >
          {t("board.add")}
        </button>
      </div>
      <ul className="bd-chips">
        {settings.shutdowns.map((each) => (
          <li key={`${each.from}${each.to}`}>
            {t("board.period", { from: each.from, to: each.to })} {each.reason}
            <button type="button" aria-label={t("board.remove", { what: each.from })} onClick={() => set({ ...settings, shutdowns: without(settings.shutdowns, each) })}>
              ×
            </button>
          </li>
        ))}
      </ul>
      {saving.error && (saving.error instanceof Refused ? <BlockCard problem={saving.error.problem} /> : <ReadFailure error={saving.error} again={() => saving.mutate()} />)}
      <div className="an-row">
        <button type="submit" className="an-button an-button-primary" disabled={saving.isPending} data-testid="board-settings-save">
          {t("action.save")}
        </button>
        {known.set_at && <span className="an-help">{t("board.set_by", { who: known.set_by, at: moment(known.set_at) })}</span>}
      </div>
    </form>
  );
}

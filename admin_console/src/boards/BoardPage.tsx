/** One board: its period, how old it is, its tiles, and the files made of it. */
import { SettingOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useParams, useSearchParams } from "react-router";
import { boards } from "@/boards/boardCalls";
import type { Board, BoardTitle, Period } from "@/boards/boardTypes";
import { ExportButton } from "@/boards/ExportButton";
import { PeriodPicker } from "@/boards/PeriodPicker";
import { Tile } from "@/boards/Tile";
import { type Live, useAge, useLiveBoard } from "@/boards/useLiveBoard";
import { Hint } from "@/help/Hint";
import { Empty, Loaded, ReadFailure } from "@/problem/Stand";
import { mayManageSettings } from "@/session/permissions";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import "@/boards/board.css";

const OLD_AFTER_SECONDS = 15;

export default function BoardPage() {
  const { t } = useTranslation();
  const { key } = useParams();
  const all = useQuery({ queryKey: ["boards"], queryFn: boards.all });
  return (
    <Loaded of={all}>
      {({ items }) => {
        const chosen = items.find((item) => item.key === key) ?? (key ? undefined : items[0]);
        if (!chosen) return <Empty title={t("board.none")} cure={t("board.none_cure")} />;
        return <OneBoard key={chosen.key} title={chosen} others={items} />;
      }}
    </Loaded>
  );
}

function OneBoard({ title, others }: { title: BoardTitle; others: BoardTitle[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const period: Period = {
    days: Number(search.get("days")) || undefined,
    from: search.get("from") ?? undefined,
    to: search.get("to") ?? undefined,
  };
  const [failure, setFailure] = useState<unknown>();
  const { board, live } = useLiveBoard(title.key, period);
  const choose = (next: Period) =>
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value).map(([name, value]) => [name, String(value)])));
  return (
    <section className="bd" data-testid="board">
      <header className="dk-head">
        <h1>{title.title}</h1>
        {board.data && <Age live={live} board={board.data} />}
        <span className="bd-actions">
          {(["pdf", "xlsx"] as const).map((format) => (
            <ExportButton key={format} board={title.key} period={period} format={format} failed={setFailure} />
          ))}
          {mayManageSettings(session) && (
            <Link className="an-button" to="/board-settings" data-testid="board-settings-open">
              <SettingOutlined />
              &nbsp;{t("board.settings")}
            </Link>
          )}
        </span>
      </header>
      {failure !== undefined && <ReadFailure error={failure} />}
      <Hint name="board" />
      {others.length > 1 && (
        <nav className="bd-others">
          {others.map((other) => (
            <NavLink key={other.key} to={`/boards/${other.key}`} className={other.key === title.key ? "active" : ""}>
              {other.title}
            </NavLink>
          ))}
        </nav>
      )}
      <PeriodPicker period={period} opensWith={title.days} choose={choose} />
      <Loaded of={board}>{(data) => <Tiles board={data} />}</Loaded>
    </section>
  );
}

function Tiles({ board }: { board: Board }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="bd-said">
        {t("board.period", { from: board.from, to: board.to })} · {t("board.scope", { scope: (board.org ? [board.org] : board.scope).join(t("form.separator")) })}
        {board.excluded_days.length > 0 && ` · ${t("board.excluded", { count: board.excluded_days.length })}`}
      </p>
      {board.counting && <p className="an-warn">{t("board.counting")}</p>}
      <div className="bd-grid">
        {board.widgets.map((widget) => (
          <Tile key={widget.key} widget={widget} board={board} />
        ))}
      </div>
    </>
  );
}

/** Says how old the figures are: green while they are told by the server, a warning once they are not. */
function Age({ live, board }: { live: Live; board: Board }) {
  const { t } = useTranslation();
  const age = useAge(live);
  const old = age > OLD_AFTER_SECONDS;
  const name = old ? "old" : live.connected ? "live" : "asked";
  return (
    <span className={`an-badge ${old ? "an-state-late" : live.connected ? "an-state-done" : "an-state-plain"}`} title={moment(board.data_time)} data-testid="board-age" data-age={age}>
      {t(`board.age_${name}`, { age })}
    </span>
  );
}

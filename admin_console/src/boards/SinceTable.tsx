/** Before and after going live: each window with its value, n, and how many times quicker. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Opening } from "@/boards/Figures";
import type { Widget } from "@/boards/boardTypes";
import { mayManageSettings } from "@/session/permissions";
import { useSession } from "@/session/session";

export function SinceTable({ widget }: { widget: Widget }) {
  const { t } = useTranslation();
  const session = useSession();
  const since = widget.since;
  if (!since?.go_live)
    return (
      <p className="bd-nothing">
        {t("board.no_go_live")} {mayManageSettings(session) ? <Link to="/board-settings">{t("board.set_go_live")}</Link> : t("board.ask_admin")}
      </p>
    );
  return (
    <div className="an-scroll">
      <table className="bd-table bd-since">
        <thead>
          <tr>
            <th>{t("board.indicator")}</th>
            {since.windows.map((window) => (
              <th key={window.key}>
                {window.title}
                <small>
                  {t("board.period", { from: window.from, to: window.to })}
                  {!window.complete && t("board.running")}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {since.rows.map((row) => (
            <tr key={row.title}>
              <td>{row.title}</td>
              {row.figures.map((figure, place) => (
                <td key={since.windows[place]!.key}>
                  <Opening figure={figure} />
                  <small>
                    {t("board.n", { count: figure.n })}
                    {row.ratios[place] && ` · ${t("board.ratio", { ratio: row.ratios[place] })}`}
                  </small>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="an-help">{t("board.ratio_help", { day: since.go_live })}</p>
    </div>
  );
}

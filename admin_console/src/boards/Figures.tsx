/** Numbers: big ones with their target, small ones in a table, and how each is computed. */
import { InfoCircleOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { listPage } from "@/boards/boardCalls";
import type { Figure, Widget } from "@/boards/boardTypes";

/** How the tile's indicators are computed: on hover, focus and touch. */
export function Definition({ of }: { of: Widget }) {
  const { t } = useTranslation();
  const said = new Map<string, string>();
  for (const line of of.lines) said.set(line.title, line.definition);
  const rows = [of.figures, ...of.entries.map((entry) => entry.figures), ...(of.since?.rows ?? []).map((row) => row.figures)];
  for (const figure of rows.flat()) said.set(figure.title, figure.definition);
  if (!said.size) return null;
  const text = (
    <dl className="bd-definitions">
      {[...said].map(([title, definition]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{definition}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Popover content={text} trigger={["hover", "focus", "click"]}>
      <button type="button" className="bd-info" aria-label={t("board.definition")}>
        <InfoCircleOutlined />
      </button>
    </Popover>
  );
}

export function FigureNumber({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const target = figure.target;
  const bad = target && (target.missed || target.flagged);
  return (
    <div className="bd-number">
      <Opening figure={figure} className={`bd-big${bad ? " bd-bad" : ""}`} />
      <p>
        {figure.good !== undefined ? `${figure.good} / ${figure.n}` : t("board.n", { count: figure.n })}
        {target && <span className={target.missed ? "bd-bad" : ""}> · {target.said}</span>}
      </p>
      {figure.earlier && (
        <p className="bd-beside" title={t("board.period", { from: figure.earlier.from, to: figure.earlier.to })}>
          {t("board.earlier", { text: figure.earlier.text })}
        </p>
      )}
      {target?.flagged && <p className="bd-flag">{t("board.flagged", { months: target.months.map((month) => `${month.month} ${month.value}${figure.unit}`).join(t("form.separator")) })}</p>}
      <Beside figure={figure} />
    </div>
  );
}

/** A value that opens its list, where there is one and the reader may see it. */
export function Opening({ figure, className }: { figure: Figure; className?: string }) {
  const { t } = useTranslation();
  if (!figure.list || figure.n === 0) return <span className={className}>{figure.text}</span>;
  return (
    <Link className={className} to={listPage(figure.list)} title={t("board.opens")}>
      {figure.text}
    </Link>
  );
}

export function FiguresTable({ figures }: { figures: Figure[] }) {
  const { t } = useTranslation();
  return (
    <table className="bd-table">
      <thead>
        <tr>
          <th>{t("board.indicator")}</th>
          <th>{t("board.mean")}</th>
          <th>{t("board.median")}</th>
          <th>n</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.indicator}>
            <td>{figure.title}</td>
            <td>
              <Opening figure={figure} className={figure.target?.missed ? "bd-bad" : ""} />
              {figure.target && <small>{figure.target.said}</small>}
            </td>
            <td>{figure.median_text ?? "—"}</td>
            <td>{figure.n}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was not counted. */
function Beside({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const said = [figure.imported ? t("board.imported", { count: figure.imported }) : "", figure.left_out ? t("board.left_out", { count: figure.left_out }) : ""].filter(Boolean);
  return said.length ? <p className="bd-beside">{said.join(" · ")}</p> : null;
}

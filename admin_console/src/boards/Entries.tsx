/** Keys with their figures: a top list, or a table with one column for each indicator. */
import { Link } from "react-router";
import { Opening } from "@/boards/Figures";
import { listPage } from "@/boards/boardCalls";
import type { Entry, Widget } from "@/boards/boardTypes";

const named = (entry: Entry) => entry.keys.map((key) => key.name).join(" · ");
const keyOf = (entry: Entry) => entry.keys.map((key) => key.key).join("/");

export function TopList({ widget }: { widget: Widget }) {
  const most = Math.max(1, ...widget.entries.map((entry) => entry.figures[0]!.n));
  return (
    <ol className="bd-top">
      {widget.entries.map((entry, place) => {
        const figure = entry.figures[0]!;
        const line = (
          <>
            <b>{place + 1}</b>
            <span>{named(entry)}</span>
            <strong>{figure.text}</strong>
            <i style={{ width: `${(figure.n / most) * 100}%` }} />
          </>
        );
        return <li key={keyOf(entry)}>{figure.list ? <Link to={listPage(figure.list)}>{line}</Link> : <div>{line}</div>}</li>;
      })}
    </ol>
  );
}

export function EntriesTable({ widget }: { widget: Widget }) {
  const head = widget.entries[0]!.figures;
  return (
    <div className="an-scroll">
      <table className="bd-table">
        <thead>
          <tr>
            {widget.by.map((by) => (
              <th key={by}>{by}</th>
            ))}
            {head.map((figure) => (
              <th key={figure.indicator}>{figure.title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {widget.entries.map((entry) => (
            <tr key={keyOf(entry)}>
              {entry.keys.map((key) => (
                <td key={key.by}>{key.name}</td>
              ))}
              {entry.figures.map((figure) => (
                <td key={figure.indicator}>
                  <Opening figure={figure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

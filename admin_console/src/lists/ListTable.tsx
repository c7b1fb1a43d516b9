/** The rows: sorted by their heads, resized at their edges, chosen and walked by keys. */
import { useTranslation } from "react-i18next";
import type { ColumnShape } from "@/api/listTypes";
import { cell, type ListRow, widthOf } from "@/lists/cells";
import { useResize } from "@/lists/useResize";

export interface Choosing {
  chosen: ReadonlySet<string>;
  all: boolean;
  toggle: (id: string) => void;
  page: (ids: string[]) => void;
}
type Props = {
  type: string;
  rows: ListRow[];
  columns: ColumnShape[];
  sort: string;
  widths: Record<string, number>;
  q: string;
  at: number;
  choosing: Choosing;
  order: (sort: string) => void;
  resize: (widths: Record<string, number>) => void;
};
export function ListTable(props: Props) {
  const { t } = useTranslation();
  const { rows, columns, choosing, type, q } = props;
  const resizing = useResize(props.widths, props.resize);
  const width = (shape: ColumnShape) => resizing.widths[shape.key] ?? widthOf(shape);
  const every = choosing.all || (rows.length > 0 && rows.every((row) => choosing.chosen.has(row.id)));
  return (
    <div className="ls-scroll">
      <table className="ls-table" style={{ minWidth: columns.reduce((sum, shape) => sum + width(shape), 40) }} data-testid="list-table">
        <colgroup>
          <col style={{ width: 40 }} />
          {columns.map((shape) => (
            <col key={shape.key} style={{ width: width(shape) }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className="ls-tick">
              <input type="checkbox" aria-label={t("lists.choose_page")} checked={every} onChange={() => choosing.page(every ? [] : rows.map((row) => row.id))} />
            </th>
            {columns.map((shape) => (
              <Head key={shape.key} shape={shape} sort={props.sort} order={props.order} grip={resizing.grip(shape.key, width(shape))} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr
              key={row.id}
              id={`row-${row.id}`}
              className={`${i === props.at ? "ls-at" : ""}${choosing.all || choosing.chosen.has(row.id) ? " ls-chosen" : ""}`}
              aria-current={i === props.at || undefined}
              data-number={row.number}
            >
              <td className="ls-tick">
                <input
                  type="checkbox"
                  aria-label={t("lists.choose_row", { number: row.number })}
                  checked={choosing.all || choosing.chosen.has(row.id)}
                  onChange={() => choosing.toggle(row.id)}
                />
              </td>
              {columns.map((shape) => (
                <td key={shape.key} className={`ls-${shape.kind}`}>
                  {cell(shape, row, { type, q, t })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadProps = { shape: ColumnShape; sort: string; order: (sort: string) => void; grip: React.HTMLAttributes<HTMLElement> };
function Head({ shape, sort, order, grip }: HeadProps) {
  const { t } = useTranslation();
  const falling = sort === `-${shape.sort}`;
  const rising = sort === shape.sort;
  const sorted = Boolean(shape.sort) && (falling || rising);
  return (
    <th aria-sort={sorted ? (falling ? "descending" : "ascending") : undefined}>
      {shape.sort ? (
        <button
          type="button"
          className="ls-head"
          title={t("lists.sort_by", { label: shape.label })}
          onClick={() => order(rising ? `-${shape.sort}` : falling ? shape.sort! : firstWay(shape))}
          data-testid={`sort-${shape.key}`}
        >
          {shape.label}
          <span aria-hidden>{sorted ? (falling ? "↓" : "↑") : ""}</span>
        </button>
      ) : (
        <span className="ls-head">{shape.label}</span>
      )}
      <span role="separator" aria-orientation="vertical" aria-label={t("lists.resize")} className="ls-grip" {...grip} />
    </th>
  );
}
/** Times newest first, words from A. */
const firstWay = (shape: ColumnShape) => (shape.kind === "datetime" && shape.key !== "due" ? `-${shape.sort}` : shape.sort!);

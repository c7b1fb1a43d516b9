/** One tile of a board, by its kind; every number says its definition, how many records, and opens its list. */
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Board, Widget } from "@/boards/boardTypes";
import { Definition, FigureNumber, FiguresTable } from "@/boards/Figures";
import { EntriesTable, TopList } from "@/boards/Entries";
import { SinceTable } from "@/boards/SinceTable";
import { Skeleton } from "@/problem/Stand";

const Trend = lazy(() => import("@/boards/TrendChart"));
const Bars = lazy(() => import("@/boards/BarChart"));
const Heat = lazy(() => import("@/boards/HeatPlan"));

export function Tile({ widget, board }: { widget: Widget; board: Board }) {
  const { t } = useTranslation();
  const present = widget.figures.length > 0 && widget.figures.every((figure) => !figure.from);
  const whole = widget.from === board.from && widget.to === board.to;
  return (
    <section className={`an-panel bd-tile bd-w${widget.width}`} data-testid={`tile-${widget.key}`}>
      <h2>
        {widget.title}
        <Definition of={widget} />
        {present ? <small>{t("board.present")}</small> : !whole && <small>{t("board.period", { from: widget.from, to: widget.to })}</small>}
      </h2>
      <Suspense fallback={<Skeleton />}>{content(widget) ?? <p className="bd-nothing">{t("board.nothing")}</p>}</Suspense>
    </section>
  );
}

function content(widget: Widget): ReactNode {
  if (widget.kind === "trend") return <Trend widget={widget} />;
  if (widget.kind === "since") return <SinceTable widget={widget} />;
  if (widget.kind === "heat") return <Heat widget={widget} />;
  if (widget.kind === "number") return widget.figures.map((figure) => <FigureNumber key={figure.indicator} figure={figure} />);
  if (widget.kind === "bars") return widget.entries.length ? <Bars widget={widget} /> : undefined;
  if (widget.kind === "toplist") return widget.entries.length ? <TopList widget={widget} /> : undefined;
  if (widget.figures.length) return <FiguresTable figures={widget.figures} />;
  return widget.entries.length ? <EntriesTable widget={widget} /> : undefined;
}

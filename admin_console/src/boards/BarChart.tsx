/** Bars below each other, the longest first; a click opens the list of one. */
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { listPage } from "@/boards/boardCalls";
import type { Widget } from "@/boards/boardTypes";
import { SERIES, text, useChart } from "@/boards/chart";
import { colour } from "@/theme/tokens";

const LINE_PX = 34;

export default function BarChart({ widget }: { widget: Widget }) {
  const go = useNavigate();
  const names = widget.entries.map((entry) => entry.keys.map((key) => key.name).join(" · "));
  const option = useMemo(
    () => ({
      color: SERIES.slice(0, 1),
      grid: { left: 4, right: 44, top: 4, bottom: 4, containLabel: true },
      tooltip: { trigger: "item", confine: true },
      xAxis: { type: "value", show: false },
      yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...text, color: colour.ink, width: 110, overflow: "truncate" } },
      series: [{
        type: "bar", barMaxWidth: 18, itemStyle: { borderRadius: 3 },
        data: widget.entries.map((entry) => Number(entry.figures[0]!.value ?? 0)),
        label: { show: true, position: "right", color: colour.ink, formatter: (at: { dataIndex: number }) => widget.entries[at.dataIndex]!.figures[0]!.text },
      }],
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- names follow from the widget
    [widget],
  );
  const box = useChart(option, (_, place) => {
    const link = widget.entries[place]?.figures[0]?.list;
    if (link) void go(listPage(link));
  });
  const said = widget.entries.map((entry, place) => `${names[place]} ${entry.figures[0]!.text}`).join("; ");
  return <div ref={box} className="bd-chart" style={{ height: Math.max(80, names.length * LINE_PX) }} role="img" aria-label={`${widget.title}: ${said}`} />;
}

/** Lines over days; a click on a point opens that day's list. The same as a table for readers of screens. */
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { listPage } from "@/boards/boardCalls";
import type { Widget } from "@/boards/boardTypes";
import { SERIES, text, useChart } from "@/boards/chart";
import { colour } from "@/theme/tokens";

export default function TrendChart({ widget }: { widget: Widget }) {
  const go = useNavigate();
  const option = useMemo(() => {
    const days = widget.lines[0]?.points.map((point) => point.day.slice(5)) ?? [];
    return {
      color: SERIES,
      grid: { left: 36, right: 16, top: 40, bottom: 28 },
      legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 10, textStyle: { ...text, color: colour.ink } },
      tooltip: { trigger: "axis", confine: true },
      xAxis: { type: "category", data: days, axisTick: { show: false }, axisLine: { lineStyle: { color: colour.line } }, axisLabel: text },
      yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: colour.lineSoft } }, axisLabel: text },
      series: widget.lines.map((line) => ({
        name: line.title, type: "line", symbolSize: 8, lineStyle: { width: 2.5 }, connectNulls: false,
        label: { show: widget.lines.length === 1 && days.length <= 14 },
        data: line.points.map((point) => (point.value === undefined ? null : Number(point.value))),
      })),
    };
  }, [widget]);
  const box = useChart(option, (series, place) => {
    const link = widget.lines[series]?.points[place]?.list;
    if (link) void go(listPage(link));
  });
  return (
    <>
      <div ref={box} className="bd-chart" role="img" aria-label={widget.title} />
      <div className="bd-unseen">
      <table>
        <caption>{widget.title}</caption>
        <tbody>
          {widget.lines.map((line) => (
            <tr key={line.indicator}>
              <th>{line.title}</th>
              {line.points.map((point) => (
                <td key={point.day}>
                  {point.day} {point.text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      </div>
    </>
  );
}

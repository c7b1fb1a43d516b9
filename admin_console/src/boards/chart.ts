/** The few parts of ECharts that boards need, drawn in a box that follows its size. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { colour, type } from "@/theme/tokens";

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export const SERIES = [colour.accent, colour.done, colour.riskOrange, colour.riskBlue];
/** Numbers and names beside the lines. */
export const text = { fontFamily: type.family, fontSize: 12, color: colour.inkSoft };

/** A box with a chart; `onOpen` is told the series and the place that were clicked. */
export function useChart(option: EChartsCoreOption, onOpen?: (series: number, place: number) => void) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(undefined);
  const open = useRef(onOpen);
  open.current = onOpen;
  useEffect(() => {
    const made = init(box.current!, undefined, { renderer: "canvas" });
    chart.current = made;
    made.on("click", (event) => open.current?.(event.seriesIndex ?? 0, event.dataIndex));
    const watched = new ResizeObserver(() => made.resize());
    watched.observe(box.current!);
    return () => {
      watched.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ textStyle: text, animationDuration: 300, ...option }, { notMerge: true });
  }, [option]);
  return box;
}

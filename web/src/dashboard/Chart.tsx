/** ECharts, and nothing of it that is not drawn here. This file is its own chunk. */
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { ChartData } from "../api/dashboards";
import { useIsDark } from "../app/appearance";
import type { Locale } from "../fields";
import { type ChartPaint, chartOption } from "./chartOption";
import type { NumberFormat } from "./numbers";

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

interface ChartProps {
  type: "bar" | "line" | "pie";
  data: ChartData;
  format: NumberFormat | null;
  locale: Locale;
}

function paint(): ChartPaint {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: read("--gz-text-2"),
    faint: read("--gz-text-3"),
    line: read("--gz-line"),
    ground: read("--gz-raised"),
    font: read("--gz-font"),
  };
}

export function Chart({ type, data, format, locale }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const dark = useIsDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the paint is read anew when light and dark change
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = init(element);
    chart.setOption(chartOption(type, data, format, locale, paint()));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [type, data, format, locale, dark]);
  return <div ref={box} style={{ width: "100%", height: "100%" }} />;
}

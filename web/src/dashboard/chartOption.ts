/** What ECharts is told to draw. Pure. Floats are for drawing only; the words come from the decimals. */
import type { EChartsCoreOption } from "echarts/core";
import type { ChartData } from "../api/dashboards";
import type { Locale } from "../fields";
import { type NumberFormat, saidText } from "./numbers";

export interface ChartPaint {
  text: string;
  faint: string;
  line: string;
  ground: string;
  font: string;
}

const COLORS = ["#4a78e0", "#35a67c", "#e39b3b", "#9a6fdc", "#d9635b", "#3ba5c4", "#c2699b", "#8a93a3"];

/** "2026-11" reads as a month; a long label is cut by the axis itself. */
export function axisLabel(label: string, locale: Locale): string {
  const month = /^(\d{4})-(\d{2})$/.exec(label);
  if (!month) return label;
  return locale === "zh-CN" ? `${Number(month[2])}月` : `${month[2]}/${month[1]?.slice(2)}`;
}

export function chartOption(
  type: "bar" | "line" | "pie",
  data: ChartData,
  format: NumberFormat | null,
  locale: Locale,
  paint: ChartPaint,
): EChartsCoreOption {
  const say = (value: unknown) =>
    saidText(value === null || value === undefined ? null : String(value), format, locale);
  const textStyle = { fontFamily: paint.font, color: paint.text, fontSize: 12 };
  const tooltip = {
    backgroundColor: paint.ground,
    borderColor: paint.line,
    textStyle,
    valueFormatter: say,
    confine: true,
  };
  if (type === "pie") {
    return {
      textStyle,
      color: COLORS,
      tooltip: { ...tooltip, trigger: "item" },
      legend: {
        type: "scroll",
        orient: "horizontal",
        bottom: 0,
        icon: "circle",
        itemWidth: 8,
        itemHeight: 8,
        textStyle,
      },
      series: [
        {
          type: "pie",
          radius: ["48%", "72%"],
          center: ["50%", "44%"],
          padAngle: 1,
          itemStyle: { borderRadius: 3 },
          label: { show: false },
          data: data.rows.map((row) => ({ name: row.label || "–", value: row.values[0] ?? 0 })),
        },
      ],
    };
  }
  return {
    textStyle,
    color: COLORS,
    tooltip: { ...tooltip, trigger: "axis", axisPointer: { type: type === "bar" ? "shadow" : "line" } },
    ...(data.series.length > 1
      ? { legend: { top: 0, right: 0, icon: "circle", itemWidth: 8, itemHeight: 8, textStyle } }
      : {}),
    grid: { left: 4, right: 8, top: data.series.length > 1 ? 30 : 12, bottom: 0, outerBoundsMode: "same" },
    xAxis: {
      type: "category",
      data: data.rows.map((row) => axisLabel(row.label || "–", locale)),
      axisLine: { lineStyle: { color: paint.line } },
      axisTick: { show: false },
      axisLabel: { color: paint.faint, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      splitLine: { lineStyle: { color: paint.line } },
      axisLabel: {
        color: paint.faint,
        fontSize: 12,
        formatter: (value: number) => (value === 0 ? "0" : say(value).replace("¥", "")),
      },
    },
    series: data.series.map((series, index) => ({
      type,
      name: series.label,
      data: data.rows.map((row) => row.values[index] ?? null),
      ...(type === "bar"
        ? { barMaxWidth: 28, itemStyle: { borderRadius: [3, 3, 0, 0] } }
        : {
            smooth: 0.2,
            smoothMonotone: "x" as const,
            symbolSize: 6,
            areaStyle: { opacity: data.series.length === 1 ? 0.08 : 0 },
          }),
    })),
  };
}

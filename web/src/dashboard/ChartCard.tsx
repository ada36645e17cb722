/** A chart, or the same figures as a table for those who would rather read. */
import { BarChartOutlined, TableOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChartData } from "../api/dashboards";
import { useWorkspace } from "../app/workspace";
import { type NumberFormat, saidText } from "./numbers";

const Chart = lazy(async () => ({ default: (await import("./Chart")).Chart }));

interface ChartCardProps {
  type: "bar" | "line" | "pie";
  label: string;
  data: ChartData;
  format: NumberFormat | null;
}

export function ChartCard({ type, label, data, format }: ChartCardProps) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <Button
        className="gz-dash-switch"
        type="text"
        size="small"
        icon={asTable ? <BarChartOutlined aria-hidden /> : <TableOutlined aria-hidden />}
        aria-label={asTable ? t("dashboard.asChart") : t("dashboard.asTable")}
        title={asTable ? t("dashboard.asChart") : t("dashboard.asTable")}
        onClick={() => setAsTable(!asTable)}
      />
      {asTable ? (
        <div className="gz-dash-list" style={{ height: 240 }}>
          <table aria-label={label}>
            <thead>
              <tr>
                <th scope="col">{t("dashboard.item")}</th>
                {data.series.map((series) => (
                  <th key={series.key} scope="col" data-align="right">
                    {series.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.key ?? row.label}>
                  <td>{row.label || t("dashboard.other")}</td>
                  {row.values.map((value, index) => (
                    <td key={data.series[index]?.key ?? index} data-align="right" className="gz-tabular">
                      {saidText(value, format, display.locale)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div className="gz-dash-chart" role="img" aria-label={t("dashboard.chart", { label })}>
          <Suspense fallback={null}>
            <Chart type={type} data={data} format={format} locale={display.locale} />
          </Suspense>
        </div>
      )}
    </>
  );
}

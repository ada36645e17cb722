/** Stages from wide to narrow, each with its figures. */
import { useTranslation } from "react-i18next";
import type { ChartData } from "../api/dashboards";
import { useWorkspace } from "../app/workspace";
import { exactText, type NumberFormat, saidText } from "./numbers";

export function FunnelCard({ data, format }: { data: ChartData; format: NumberFormat | null }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const most = Math.max(...data.rows.map((row) => Number(row.values[0] ?? 0)), 0);
  // With two series the first counts and the second carries the card's format.
  const formatOf = (index: number) => (data.series.length > 1 && index === 0 ? null : format);
  return (
    <ol className="gz-funnel">
      {data.rows.map((row) => (
        <li key={row.key ?? row.label}>
          <span className="gz-funnel-name gz-ellipsis">{row.label || t("dashboard.other")}</span>
          <span className="gz-funnel-bar">
            <span
              style={{
                width: `${most > 0 ? Math.max(4, (Number(row.values[0] ?? 0) / most) * 100) : 4}%`,
              }}
            >
              <b className="gz-tabular">{saidText(row.values[0], formatOf(0), display.locale)}</b>
            </span>
          </span>
          {row.values.length > 1 && (
            <span className="gz-funnel-value gz-tabular" title={exactText(row.values[1], formatOf(1))}>
              {saidText(row.values[1], formatOf(1), display.locale)}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

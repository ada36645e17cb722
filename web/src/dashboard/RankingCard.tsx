/** Who leads: bars in order, the figure on the right. */
import { useTranslation } from "react-i18next";
import type { ChartData } from "../api/dashboards";
import { useWorkspace } from "../app/workspace";
import { exactText, type NumberFormat, saidText } from "./numbers";

export function RankingCard({ data, format }: { data: ChartData; format: NumberFormat | null }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  // Widths only: a float is exact enough for a bar's length.
  const most = Math.max(...data.rows.map((row) => Number(row.values[0] ?? 0)), 0);
  return (
    <ol className="gz-ranking">
      {data.rows.map((row, index) => {
        const share = most > 0 ? Math.max(0, Number(row.values[0] ?? 0) / most) : 0;
        return (
          <li key={row.key ?? row.label} title={exactText(row.values[0], format)}>
            <span className="gz-ranking-place gz-tabular" data-top={index < 3}>
              {index + 1}
            </span>
            <span className="gz-ranking-name gz-ellipsis">{row.label || t("dashboard.other")}</span>
            <span className="gz-ranking-bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className="gz-ranking-value gz-tabular">
              {saidText(row.values[0], format, display.locale)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { NumberData } from "../api/dashboards";
import { useWorkspace } from "../app/workspace";
import { change, exactText, type NumberFormat, said, saidText } from "./numbers";

export function NumberCard({ data, format }: { data: NumberData; format: NumberFormat | null }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const found = said(data.value, format, display.locale);
  const moved = change(data.value, data.previous);
  const down = moved?.startsWith("-") ?? false;
  return (
    <>
      <p className="gz-dash-number gz-tabular" title={exactText(data.value, format)}>
        {found ? (
          <>
            {found.sign && <small>{found.sign}</small>}
            {found.number}
            {found.unit && <small>{found.unit}</small>}
          </>
        ) : (
          "–"
        )}
      </p>
      {data.previous !== null && data.previous !== undefined && (
        <p className="gz-dash-before gz-tabular">
          {moved && (
            <span data-down={down}>
              {down ? <ArrowDownOutlined aria-hidden /> : <ArrowUpOutlined aria-hidden />}{" "}
              {moved.replace("-", "")}%
            </span>
          )}
          <span className="gz-muted">
            {t("dashboard.previous", { value: saidText(data.previous, format, display.locale) })}
          </span>
        </p>
      )}
    </>
  );
}

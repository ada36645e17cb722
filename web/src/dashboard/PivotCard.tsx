/** A pivot on a dashboard; a figure opens its records. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PivotData } from "../api/dashboards";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { both } from "../filter/model";
import { PivotTable } from "../pivot/PivotTable";

interface PivotCardProps {
  data: PivotData;
  table: string | null;
  view: string | null;
  label: string;
}

export function PivotCard({ data, table: key, view, label }: PivotCardProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const table = key ? tables.get(key) : undefined;
  if (!table) return <p className="gz-dash-none">{t("dashboard.noData")}</p>;
  return (
    <PivotTable
      table={table}
      answer={data}
      label={label}
      onOpen={(condition) =>
        void navigate(tableAddress(ws, table.key, view, { filter: both(data.filter, condition) }))
      }
    />
  );
}

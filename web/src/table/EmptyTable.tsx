/** Why nothing is shown, and what to do next. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";

interface EmptyTableProps {
  table: Table;
  narrowed: boolean;
  onClear: () => void;
  onNew: (() => void) | null;
  onImport: (() => void) | null;
}

export function EmptyTable({ table, narrowed, onClear, onNew, onImport }: EmptyTableProps) {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  if (narrowed) {
    return (
      <div className="gz-nothing">
        <h2>{t("table.noneTitle")}</h2>
        <p className="gz-muted">{t("table.noneHint")}</p>
        <div className="gz-nothing-actions">
          <Button onClick={onClear}>{t("table.clearFilters")}</Button>
        </div>
      </div>
    );
  }
  return (
    <div className="gz-nothing">
      <h2>{t(member.admin ? "table.emptyTitle" : "table.emptyForYou", { table: table.label })}</h2>
      <p className="gz-muted">{onNew ? t("table.emptyHint") : t("table.emptyReadOnly")}</p>
      <div className="gz-nothing-actions">
        {onNew && (
          <Button type="primary" onClick={onNew}>
            {t("table.newRecord", { table: table.label })}
          </Button>
        )}
        {onImport && <Button onClick={onImport}>{t("table.import")}</Button>}
      </div>
    </div>
  );
}

/** Prints the rows of a list as they are filtered, sorted and grouped on the screen, in the columns that are chosen. */
import { Checkbox, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { listPage } from "../api/printing";
import type { Table, View } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { columnsOf, type Personal } from "../table/personal";
import type { RowQuery } from "../views/props";
import { footerOf, UNGROUPED } from "../views/saved";
import { PrintDialog } from "./PrintDialog";

/** As many columns as the server puts beside each other. */
const MOST_COLUMNS = 40;

interface ListPrintProps {
  table: Table;
  view: View | null;
  query: RowQuery;
  /** "stage,-closed_on:month" */
  group: string | null;
  personal: Personal;
  onClose: () => void;
}

export function ListPrint({ table, view, query, group, personal, onClose }: ListPrintProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const fields = useMemo(() => table.fields.filter((field) => field.type !== "subtable"), [table.fields]);
  const [columns, setColumns] = useState<string[]>(() => {
    const there = new Set(fields.map((field) => field.key));
    const shown = columnsOf(table, view, personal).map((column) => column.key);
    return shown.filter((key) => there.has(key)).slice(0, MOST_COLUMNS);
  });
  const lanes = view?.type === "kanban" ? (view.settings.stack ?? null) : null;
  const groups = group === UNGROUPED ? null : (group ?? lanes);
  // As in the grid: what the person or the view says, else sums of money.
  const footer =
    personal.footer ??
    footerOf(view) ??
    Object.fromEntries(
      fields.filter((field) => field.value_type === "money").map((field) => [field.key, "sum" as const]),
    );
  const [grouped, setGrouped] = useState(true);
  const [colors, setColors] = useState(true);

  return (
    <PrintDialog
      name={view && view.label !== table.label ? `${table.label} · ${view.label}` : table.label}
      source={
        columns.length === 0
          ? null
          : listPage(ws, table.key, {
              ...query,
              colors: colors ? query.colors : null,
              fields: columns,
              group: grouped ? groups : null,
              footer,
              title: view?.label ?? null,
            })
      }
      onClose={onClose}
    >
      <Select
        mode="multiple"
        className="gz-print-columns"
        aria-label={t("print.columns")}
        placeholder={t("print.columns")}
        maxTagCount="responsive"
        maxCount={MOST_COLUMNS}
        optionFilterProp="label"
        value={columns}
        onChange={setColumns}
        options={fields.map((field) => ({ value: field.key, label: field.label }))}
      />
      {groups && (
        <Checkbox checked={grouped} onChange={(event) => setGrouped(event.target.checked)}>
          {t("print.subtotals")}
        </Checkbox>
      )}
      {query.colors && (
        <Checkbox checked={colors} onChange={(event) => setColors(event.target.checked)}>
          {t("print.colors")}
        </Checkbox>
      )}
    </PrintDialog>
  );
}

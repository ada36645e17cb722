/** The sums of the computed money columns, below the lines. */
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { decimal, uiOf } from "../fields";
import { FieldValue } from "../ui/FieldValue";

interface LineFootProps {
  columns: readonly Field[];
  rows: readonly { values: Readonly<Record<string, unknown>> }[];
}

export function LineFoot({ columns, rows }: LineFootProps) {
  const { t } = useTranslation();
  const total = sums({ columns, rows });
  if (rows.length === 0 || total.size === 0) return null;
  return (
    <tfoot>
      <tr>
        {columns.map((column, index) => (
          <td key={column.key} data-align={uiOf(column).align} className="gz-tabular">
            {index === 0 && !total.has(column.key) ? t("dashboard.total") : null}
            {total.has(column.key) && <FieldValue field={column} value={total.get(column.key) ?? null} />}
          </td>
        ))}
        <td className="gz-lines-act" />
      </tr>
    </tfoot>
  );
}

function sums({ columns, rows }: LineFootProps): Map<string, string> {
  const found = new Map<string, string>();
  for (const column of columns) {
    // What already adds up the rows below would count them once more for every level.
    if (column.value_type !== "money" || !column.computed || column.settings.subtree) continue;
    const values = rows
      .map((row) => row.values[column.key])
      .filter((value): value is string => typeof value === "string");
    found.set(column.key, decimal.sum(values));
  }
  return found;
}

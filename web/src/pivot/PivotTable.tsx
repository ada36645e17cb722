/** The figures of a pivot: rows by level, totals last; each figure opens the records behind it. */
import { useTranslation } from "react-i18next";
import type { PivotAnswer } from "../api/pivot";
import type { Condition, Table } from "../api/types";
import { both } from "../filter/model";
import { LeftOut } from "../ui/LeftOut";
import { columnName, deepestOf, figureText, headerName, inOrder, leftOutOf, measureName } from "./figures";
import "./pivot.css";
import { usePivotWords } from "./usePivotWords";

interface PivotTableProps {
  table: Table;
  answer: PivotAnswer;
  label: string;
  /** Opens the records behind a figure. */
  onOpen: (condition: Condition | null) => void;
}

export function PivotTable({ table, answer, label, onOpen }: PivotTableProps) {
  const { t } = useTranslation();
  const words = usePivotWords();
  const { measures } = answer;
  const deepest = deepestOf(answer.columns);
  const columns = inOrder(answer.columns);
  const rows = inOrder(answer.rows);
  const leftOut = leftOutOf(answer);
  const names = measures.map((measure) => measureName(table, measure, words));
  const several = measures.length > 1 || deepest === 0;
  return (
    <div className="gz-pivot">
      <table aria-label={label}>
        <thead>
          {deepest > 0 && (
            <tr>
              <th className="gz-pivot-corner" scope="col" rowSpan={several ? 2 : 1} />
              {columns.map((column) => {
                const header = answer.columns[column];
                return (
                  header && (
                    <th
                      key={column}
                      scope="colgroup"
                      colSpan={measures.length}
                      data-total={header.level < deepest || undefined}
                    >
                      {columnName(header, deepest, words)}
                    </th>
                  )
                );
              })}
            </tr>
          )}
          {several && (
            <tr>
              {deepest === 0 && <th className="gz-pivot-corner" scope="col" />}
              {columns.flatMap((column) =>
                measures.map((measure, at) => (
                  <th
                    key={`${column} ${measure.name}`}
                    className={deepest > 0 ? "gz-pivot-second" : undefined}
                    scope="col"
                    data-total={(answer.columns[column]?.level ?? 0) < deepest || undefined}
                  >
                    {names[at]}
                  </th>
                )),
              )}
            </tr>
          )}
        </thead>
        <tbody>
          {rows.map((row) => {
            const header = answer.rows[row];
            if (!header) return null;
            const name = headerName(header, words);
            const total = header.level === 0 && !header.other;
            return (
              <tr key={row} data-total={total || undefined} data-level={header.level}>
                <th scope="row" style={{ paddingLeft: 12 + Math.max(0, header.level - 1) * 18 }}>
                  {name}
                </th>
                {columns.flatMap((column) =>
                  measures.map((measure, at) => {
                    const across = answer.columns[column];
                    const text = figureText(table, measure, answer.cells[row]?.[column]?.[at]);
                    const missing = leftOut(row, column, measure.name);
                    return (
                      <td
                        key={`${column} ${measure.name}`}
                        data-total={(across?.level ?? 0) < deepest || undefined}
                      >
                        {missing > 0 && (
                          <LeftOut count={missing} text={t("dashboard.leftOut", { count: missing })} />
                        )}
                        {text && (
                          <button
                            type="button"
                            className="gz-plain-button gz-tabular"
                            title={t("pivot.open")}
                            aria-label={`${name}，${across ? columnName(across, deepest, words) : ""}，${names[at]} ${text}`}
                            onClick={() => onOpen(both(header.condition, across?.condition ?? null))}
                          >
                            {text}
                          </button>
                        )}
                      </td>
                    );
                  }),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The rows of a view as a card, with count and sums below. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ListData } from "../api/dashboards";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { uiOf } from "../fields";
import { FieldValue } from "../ui/FieldValue";
import { isMasked, Masked } from "../ui/Masked";

export function ListCard({ data, table }: { data: ListData; table: string | null }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sums = Object.entries(data.sum ?? {}).flatMap(([key, value]) => {
    const field = data.columns.find((column) => column.key === key);
    return field && value !== null && value !== undefined ? [{ field, value }] : [];
  });
  const open = (id: number) => {
    if (table) navigate(recordAddress(ws, table, id));
  };
  return (
    <>
      <div className="gz-dash-list">
        <table>
          <thead>
            <tr>
              {data.columns.map((column) => (
                <th key={column.key} scope="col" data-align={uiOf(column).align}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.records.map((row) => (
              <tr key={row.id} onClick={() => open(row.id)}>
                {data.columns.map((column, index) => (
                  <td key={column.key} data-align={uiOf(column).align}>
                    {index === 0 ? (
                      <button type="button" className="gz-plain-button" onClick={() => open(row.id)}>
                        <FieldValue
                          field={column}
                          value={row.values[column.key]}
                          empty={isMasked(row, column) ? <Masked field={column} /> : "–"}
                        />
                      </button>
                    ) : (
                      <FieldValue
                        field={column}
                        value={row.values[column.key]}
                        empty={isMasked(row, column) ? <Masked field={column} /> : null}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="gz-dash-foot gz-tabular">
        <span className="gz-muted">{t("dashboard.count", { count: data.count ?? data.records.length })}</span>
        {sums.map(({ field, value }) => (
          <span key={field.key}>
            {field.label} {t("dashboard.total")}{" "}
            <b>
              <FieldValue field={field} value={value} />
            </b>
          </span>
        ))}
      </p>
    </>
  );
}

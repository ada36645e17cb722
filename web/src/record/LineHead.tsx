/** The headings of lines; the last one is that of what can be done with a line. */
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { uiOf } from "../fields";

interface LineHeadProps {
  columns: readonly Field[];
  /** The element that names a column's cells. */
  idOf?: (column: Field) => string;
}

export function LineHead({ columns, idOf }: LineHeadProps) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column.key} id={idOf?.(column)} data-align={uiOf(column).align} scope="col">
            {column.label}
            {column.required && <span className="gz-required">*</span>}
          </th>
        ))}
        <th scope="col" className="gz-lines-act">
          <span className="gz-visually-hidden">{t("frame.more")}</span>
        </th>
      </tr>
    </thead>
  );
}

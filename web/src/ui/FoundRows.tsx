/** Rows like the one that was written: those that one may see as links, of the others what is told to everybody. */
import { useTranslation } from "react-i18next";
import type { FoundRow } from "../api/found";
import { recordAddress } from "../app/address";
import "./inputs.css";

export function FoundRows({ ws, rows }: { ws: string; rows: readonly FoundRow[] | undefined }) {
  const { t } = useTranslation();
  if (!rows?.length) return null;
  return (
    <ul className="gz-found-rows" aria-label={t("record.found")}>
      {rows.map((row, at) => {
        const said = row.shown.filter((one) => one.text && one.text !== row.label);
        return (
          <li key={row.id ?? `unseen-${at}`}>
            {row.id !== null && (
              <a href={recordAddress(ws, row.table, row.id)} target="_blank" rel="noopener">
                {row.label || `#${row.id}`}
              </a>
            )}
            {row.id === null && (
              <span className="gz-muted">
                {t(row.trashed ? "record.foundTrashed" : "record.foundUnseen")}
              </span>
            )}
            {said.map(({ field, label, text }) => (
              <span key={field}>
                {label}：{text}
              </span>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

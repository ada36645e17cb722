/** What an undo had to leave as it is, each with its reason. */
import { useTranslation } from "react-i18next";
import type { Kept } from "../api/batches";
import { recordAddress } from "../app/address";

const SHOWN = 20;

export function KeptList({ ws, kept, count }: { ws: string; kept: readonly Kept[]; count: number }) {
  const { t } = useTranslation();
  const shown = kept.slice(0, SHOWN);
  return (
    <div className="gz-kept">
      <p>{t("undo.kept", { count })}</p>
      <ul>
        {shown.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={index}>
            {one.table && one.id !== null && one.label ? (
              <a href={recordAddress(ws, one.table, one.id)}>{one.label}</a>
            ) : null}
            <span>{one.message}</span>
          </li>
        ))}
      </ul>
      {count > shown.length && <p className="gz-muted">{t("undo.more", { count: count - shown.length })}</p>}
    </div>
  );
}

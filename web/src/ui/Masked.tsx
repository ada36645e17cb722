/** What stands in place of a value that the person may not read on this record. */
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";

/** A record as far as it says which of its values are withheld. */
export interface Withholding {
  masked?: readonly string[];
}

export const isMasked = (record: Withholding, field: Field): boolean =>
  record.masked?.includes(field.key) ?? false;

export function Masked({ field }: { field: Field }) {
  const { t } = useTranslation();
  const text = t("record.masked", { field: field.label });
  return (
    <span className="gz-masked" role="img" aria-label={text} title={text}>
      ••••
    </span>
  );
}

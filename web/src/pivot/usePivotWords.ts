import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PivotWords } from "./figures";

export function usePivotWords(): PivotWords {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      total: t("pivot.total"),
      other: t("pivot.other"),
      empty: t("table.noValue"),
      count: t("pivot.op_count"),
      subtotal: (label) => t("pivot.subtotal", { label }),
      measure: (op, label) => t("pivot.measure", { op: t(`pivot.op_${op}`), label }),
    }),
    [t],
  );
}

/** Limits of a button in words: how much one person may take, how soon, and where the figures stand. */
import { useTranslation } from "react-i18next";
import type { Limits } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import type { Input } from "../automations/document";
import { useWords } from "../automations/useWords";

export function useLimitWords(): (table: string, limits: Limits, inputs: readonly Input[]) => string {
  const { tables, display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  return (table, limits, inputs) => {
    const pool = tables.get(table)?.fields.find((field) => field.key === limits.pool)?.settings.table ?? "";
    const { held, daily } = limits;
    const ofPool = (key: string | undefined) => key && words.path(pool, key);
    const who = inputs.find((one) => one.key === limits.who)?.label[display.locale] ?? limits.who;
    const parts: [string, string | number | undefined][] = [
      [t("actions.pool"), limits.pool && words.path(table, limits.pool)],
      [t("actions.limitWho"), who],
      [t("actions.heldCap"), ofPool(held?.cap)],
      [t("actions.heldMost"), held?.most],
      [t("actions.skip"), held?.skip && words.condition(table, held.skip.when)],
      [t("actions.skipFlag"), ofPool(held?.skip?.flag)],
      [t("actions.dailyCap"), ofPool(daily?.cap)],
      [t("actions.dailyMost"), daily?.most],
      [t("actions.previous"), ofPool(limits.previous)],
      [t("actions.fresh"), ofPool(limits.fresh)],
      [t("actions.exempt"), ofPool(limits.exempt)],
    ];
    return parts
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([label, value]) => `${label} ${value}`)
      .join("；");
  };
}

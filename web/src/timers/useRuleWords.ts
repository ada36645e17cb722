/** A rule in plain words. */
import { useTranslation } from "react-i18next";
import type { Timer } from "../api/timers";
import type { Table, Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { uiOf } from "../fields";

export interface RuleWords {
  /** Whom it is for: 自建 · 重点. */
  scope: string;
  lines: string[];
}

type Values = Readonly<Record<string, Value | undefined>>;

export function useRuleWords(): (timer: Timer, rules: Table, values: Values) => RuleWords {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  return (timer, rules, values) => {
    const shown = (key: string | null): string => {
      const field = rules.fields.find((one) => one.key === key);
      const value = field && values[field.key];
      if (!field || value === undefined || uiOf(field).isEmpty(value)) return "";
      return uiOf(field).shown(value, field, display);
    };
    const scope = timer.matches
      .filter((match) => match.value === null)
      .map(
        ({ field }) =>
          shown(field) ||
          `${rules.fields.find((one) => one.key === field)?.label ?? field}：${t("timers.every")}`,
      )
      .join(" · ");
    const lines = timer.criteria.flatMap((one) => {
      const days = shown(one.days);
      if (!days) return [];
      const parts = [`${one.label}${t("timers.days", { days })}`];
      if (shown(one.extend)) parts.push(t("timers.extend", { days: shown(one.extend) }));
      if (shown(one.most)) parts.push(t("timers.most", { days: shown(one.most) }));
      return [parts.join("，")];
    });
    if (lines.length === 0) lines.push(t("timers.noDays"));
    for (const pause of timer.pauses)
      if (pause.flag && values[pause.flag] === true) lines.push(t("timers.exempt", { label: pause.label }));
    if (shown(timer.remind)) lines.push(t("timers.remind", { days: shown(timer.remind) }));
    return { scope, lines };
  };
}

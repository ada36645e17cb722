/** How an automation differs from what its template brought, its switches included. */
import { useTranslation } from "react-i18next";
import type { AutomationInFull } from "../api/automations";
import { DifferenceTable } from "./DifferenceTable";
import type { AutomationDocument } from "./document";
import { nodesOf } from "./steps";
import { useWords } from "./useWords";

export function Difference({ automation }: { automation: AutomationInFull }) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const { original } = automation;
  if (!original) return null;
  const locale = i18n.language === "en" ? "en" : "zh-CN";
  const parts = (of: AutomationDocument, enabled: boolean, shadow: boolean) => [
    { key: "label", label: t("automations.name"), text: of.label[locale], raw: of.label },
    {
      key: "enabled",
      label: t("automations.state"),
      text: t(enabled ? "automations.on" : "automations.off"),
      raw: enabled,
    },
    { key: "shadow", label: t("automations.shadow"), text: shadow ? "✓" : "", raw: shadow },
    {
      key: "description",
      label: t("automations.description"),
      text: of.description?.[locale] ?? "",
      raw: of.description,
    },
    {
      key: "trigger",
      label: t("automations.trigger"),
      text: words.trigger(of.table, of.trigger),
      raw: of.trigger,
    },
    {
      key: "if",
      label: t("automations.condition"),
      text: of.if ? words.condition(of.table, of.if) : "",
      raw: of.if,
    },
    { key: "demo", label: t("automations.demo"), text: of.demo ? "✓" : "", raw: of.demo ?? false },
    ...nodesOf(of.do).map((node, at) => ({
      key: `do[${at}]`,
      label: `${t("automations.steps")} ${at + 1}`,
      text: `${t(`automations.kinds.${node.kind}`)} ${words.step(of.table, node)}`,
      raw: of.do[at],
    })),
  ];
  return (
    <DifferenceTable
      now={parts(automation.definition, automation.enabled, automation.shadow)}
      other={parts(original, original.enabled ?? true, false)}
    />
  );
}

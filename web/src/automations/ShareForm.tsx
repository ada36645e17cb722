/** An amount shared among rows by weight. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Line } from "./Line";
import { PathSelect } from "./PathSelect";
import { settable, targetOf } from "./paths";
import type { StepFormProps } from "./StepForm";
import { TargetSelect } from "./TargetSelect";

const isNumber = (field: Field) => ["number", "money", "percent"].includes(field.value_type);

export function ShareForm({ node, around, onParts }: StepFormProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const part = node.parts.allocate ?? { amount: "", over: "", field: "", weight: "" };
  const put = (more: Partial<typeof part>) => onParts({ allocate: { ...part, ...more } });
  const target = targetOf(tables, tables.get(around.table), part.over, around.names.found);
  const choices = (fields: readonly Field[]) =>
    fields.filter(isNumber).map((field) => ({ value: field.key, label: field.label }));
  return (
    <>
      <Line label={t("automations.amount")}>
        <PathSelect
          table={around.table}
          value={part.amount}
          label={t("automations.amount")}
          fits={isNumber}
          onChange={(amount) => put({ amount })}
        />
      </Line>
      <Line label={t("automations.over")}>
        <TargetSelect
          table={around.table}
          value={part.over}
          label={t("automations.over")}
          found={around.names.found}
          onChange={(over) => put({ over, field: "", weight: "" })}
        />
      </Line>
      {target && (
        <>
          <Line label={t("automations.weight")}>
            <Select
              className="gz-flow-wide"
              aria-label={t("automations.weight")}
              value={part.weight || undefined}
              options={choices(target.fields)}
              onChange={(weight) => put({ weight })}
            />
          </Line>
          <Line label={t("automations.into")}>
            <Select
              className="gz-flow-wide"
              aria-label={t("automations.into")}
              value={part.field || undefined}
              options={choices(settable(target))}
              onChange={(field) => put({ field })}
            />
          </Line>
        </>
      )}
    </>
  );
}

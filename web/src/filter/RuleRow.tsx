import { CloseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { type FieldContext, type FilterOp, uiOf } from "../fields";
import { FieldLabel } from "../ui/FieldLabel";
import { operatorOf, type Rule, withField } from "./model";

interface RuleRowProps {
  rule: Rule;
  fields: Field[];
  context: FieldContext;
  onChange: (next: Rule | null) => void;
}

export function RuleRow({ rule, fields, context, onChange }: RuleRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const field = fields.find((one) => one.key === rule.field);
  const ui = field ? uiOf(field) : null;
  const operator = ui ? operatorOf(ui.operators, rule.op) : undefined;
  const Input = ui?.filterInput;

  const chooseField = (key: string) => {
    const next = fields.find((one) => one.key === key);
    if (next) onChange(withField(rule, field, next, uiOf(next).operators));
  };
  const chooseOperator = (op: FilterOp) => {
    const next = ui ? operatorOf(ui.operators, op) : undefined;
    onChange({ ...rule, op, value: next?.takes === operator?.takes ? rule.value : null });
  };

  return (
    <div className="gz-filter-rule">
      <Select
        className="gz-filter-field"
        aria-label={t("filter.field")}
        showSearch={{ optionFilterProp: "text" }}
        value={rule.field}
        popupMatchSelectWidth={false}
        onChange={chooseField}
        options={fields.map((one) => ({
          value: one.key,
          text: one.label,
          label: <FieldLabel field={one} />,
        }))}
      />
      <Select
        className="gz-filter-op"
        aria-label={t("filter.operator")}
        value={rule.op}
        popupMatchSelectWidth={false}
        onChange={chooseOperator}
        options={(ui?.operators ?? []).map((one) => ({ value: one.op, label: one.label[context.locale] }))}
      />
      <div className="gz-filter-value">
        {field && Input && operator && operator.takes !== "none" && (
          <>
            <label className="gz-visually-hidden" htmlFor={id}>
              {`${field.label} ${t("filter.value")}`}
            </label>
            <Input
              id={id}
              field={field}
              op={rule.op}
              value={rule.value}
              context={context}
              onChange={(value) => onChange({ ...rule, value })}
            />
          </>
        )}
      </div>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t("filter.remove")}
        onClick={() => onChange(null)}
      />
    </div>
  );
}

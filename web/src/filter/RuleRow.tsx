import { CloseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { type FieldContext, type FilterOp, type FilterOperator, uiOf } from "../fields";
import { FieldLabel } from "../ui/FieldLabel";
import { aroundOf, operatorOf, type Rule, withField } from "./model";
import { STEP } from "./paths";

/** Where what can be compared is not only fields of a table. */
export interface Compared {
  /** What can be asked of a field, where that is not what its type can be asked. */
  operatorsOf?: (field: Field) => readonly FilterOperator[];
  /** The field that a typed text stands for, and that a key stands for which is not offered; null for none. */
  typed?: (text: string) => Field | null;
  /** What is said where no field was chosen yet. */
  choose?: string;
}

const FIXED = "";

export const operatorsByType = (field: Field): readonly FilterOperator[] => uiOf(field).operators;

interface Offered {
  value: string;
  text: string;
  label: ReactNode;
}

/** The row's own fields first, then those that each relation leads to under its name. */
function grouped(fields: readonly Field[]): (Offered | { label: string; options: Offered[] })[] {
  const own: Offered[] = [];
  const further = new Map<string, Offered[]>();
  for (const field of fields) {
    const at = field.label.lastIndexOf(STEP);
    const apart = at >= 0 && field.key.includes(".");
    const shown = apart ? { ...field, label: field.label.slice(at + STEP.length) } : field;
    const one = { value: field.key, text: field.label, label: <FieldLabel field={shown} /> };
    const name = field.label.slice(0, at);
    if (apart) further.set(name, [...(further.get(name) ?? []), one]);
    else own.push(one);
  }
  return [...own, ...[...further].map(([label, options]) => ({ label, options }))];
}

interface RuleRowProps extends Compared {
  rule: Rule;
  fields: Field[];
  context: FieldContext;
  onChange: (next: Rule | null) => void;
}

export function RuleRow({
  rule,
  fields,
  context,
  onChange,
  operatorsOf = operatorsByType,
  typed,
  choose,
}: RuleRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const [query, setQuery] = useState("");
  const field = fields.find((one) => one.key === rule.field) ?? typed?.(rule.field) ?? undefined;
  const operators = field ? operatorsOf(field) : [];
  const operator = operatorOf(operators, rule.op);
  const Input = field && uiOf(field).filterInput;
  const takes = operator?.takes;
  const around = field && (takes === "one" || takes === "many") ? (context.around?.(field) ?? []) : [];
  const stands = aroundOf(rule.value);
  const offered = [...fields];
  for (const one of [field, query ? typed?.(query) : null])
    if (one && !offered.some((known) => known.key === one.key)) offered.push(one);

  const chooseField = (key: string) => {
    const next = offered.find((one) => one.key === key);
    if (next) onChange(withField(rule, field, next, operatorsOf(next)));
  };
  const chooseOperator = (op: FilterOp) => {
    const next = operatorOf(operators, op);
    onChange({ ...rule, op, value: next?.takes === operator?.takes ? rule.value : null });
  };

  return (
    <div className="gz-filter-rule">
      <Select
        className="gz-filter-field"
        aria-label={t("filter.field")}
        showSearch={{ optionFilterProp: "text", onSearch: setQuery }}
        value={field ? rule.field : undefined}
        placeholder={choose}
        popupMatchSelectWidth={false}
        onChange={chooseField}
        labelRender={() => field && <FieldLabel field={field} />}
        options={grouped(offered)}
      />
      <Select
        className="gz-filter-op"
        aria-label={t("filter.operator")}
        value={rule.op}
        popupMatchSelectWidth={false}
        onChange={chooseOperator}
        options={operators.map((one) => ({ value: one.op, label: one.label[context.locale] }))}
      />
      <div className="gz-filter-value">
        {field && (around.length > 0 || stands !== null) && (
          <Select
            className="gz-filter-around"
            aria-label={t("filter.comparedWith", { field: field.label })}
            value={stands ?? FIXED}
            popupMatchSelectWidth={false}
            options={[
              { value: FIXED, label: t("filter.fixed") },
              ...around.map((one) => ({ value: one.key, label: one.label })),
            ]}
            onChange={(key) =>
              onChange({ ...rule, value: key === FIXED ? null : takes === "many" ? [key] : key })
            }
          />
        )}
        {field && Input && operator && takes !== "none" && stands === null && (
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

/** Where one value comes from: written here, taken from a field, a variable, or an earlier step. */
import { Input, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { BodySelect } from "./BodySelect";
import { useBuilding } from "./building";
import type { Expression } from "./document";
import {
  blankExpression,
  fitsInto,
  inputFits,
  type Source,
  type Surroundings,
  sourceOf,
  sourcesFor,
  variablesFor,
} from "./expressions";
import { FixedValue } from "./FixedValue";
import { PathSelect } from "./PathSelect";
import { fieldPaths } from "./paths";

interface ExpressionEditorProps {
  /** The field that gets the value and its table; null: any text. */
  target: { table: string; field: Field } | null;
  label: string;
  around: Surroundings;
  expression: Expression;
  onChange: (expression: Expression) => void;
}

export function ExpressionEditor({ target, label, around, expression, onChange }: ExpressionEditorProps) {
  const { t } = useTranslation();
  const field = target?.field ?? null;
  const source = sourceOf(expression);
  const choices = sourcesFor(field, around, source);
  return (
    <div className="gz-flow-expression">
      <Select<Source>
        className="gz-flow-source"
        aria-label={t("automations.source", { field: label })}
        popupMatchSelectWidth={false}
        value={source}
        options={choices.map((value) => ({ value, label: t(`automations.sources.${value}`) }))}
        onChange={(next) => onChange(blankExpression(next, field))}
      />
      <div className="gz-flow-said">
        <Said
          target={target}
          label={t("automations.valueOf", { field: label })}
          around={around}
          expression={expression}
          onChange={onChange}
        />
      </div>
    </div>
  );
}

function Said({ target, label, around, expression, onChange }: ExpressionEditorProps) {
  const { tables, display } = useWorkspace();
  const { t } = useTranslation();
  const { table } = useBuilding();
  const field = target?.field ?? null;
  const fits = useMemo(() => fitsInto(field), [field]);
  if (expression === null || "record" in expression) return null;
  if ("value" in expression) {
    if (target)
      return (
        <FixedValue
          table={target.table}
          field={target.field}
          value={expression.value}
          onChange={(value) => onChange({ value })}
        />
      );
    return (
      <Input
        aria-label={label}
        value={String(expression.value)}
        onChange={(event) => onChange({ value: event.target.value })}
      />
    );
  }
  if ("field" in expression)
    return (
      <PathSelect
        table={around.table}
        value={expression.field}
        label={label}
        fits={fits}
        onChange={(path) => onChange({ field: path })}
      />
    );
  if ("origin" in expression)
    return (
      <PathSelect
        table={table}
        value={expression.origin}
        label={label}
        fits={fits}
        onChange={(path) => onChange({ origin: path })}
      />
    );
  if ("first" in expression)
    return (
      <Select<string[]>
        className="gz-flow-wide"
        mode="multiple"
        aria-label={label}
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("automations.choosePath")}
        value={expression.first}
        options={fieldPaths(tables, tables.get(around.table), fits, expression.first)}
        onChange={(first) => onChange({ first })}
      />
    );
  if ("variable" in expression)
    return (
      <Select
        className="gz-flow-wide"
        aria-label={label}
        value={expression.variable}
        options={variablesFor(field).map((value) => ({ value, label: t(`automations.variables.${value}`) }))}
        onChange={(variable) => onChange({ variable })}
      />
    );
  if ("body" in expression)
    return <BodySelect value={expression.body} label={label} onChange={(body) => onChange({ body })} />;
  if ("input" in expression)
    return (
      <Select
        className="gz-flow-wide"
        aria-label={label}
        value={expression.input || undefined}
        options={around.inputs
          .filter((one) => inputFits(field)(one) || one.key === expression.input)
          .map((one) => ({ value: one.key, label: one.label[display.locale] || one.key }))}
        onChange={(input) => onChange({ input })}
      />
    );
  const made = "created" in expression;
  const named = (made ? around.names.made : around.names.found).filter(
    (one) => !field || field.settings.table === one.table,
  );
  return (
    <Select
      className="gz-flow-wide"
      aria-label={label}
      value={(made ? expression.created : expression.found) || undefined}
      options={named.map((one) => ({
        value: one.name,
        label: `${one.name}（${tables.get(one.table)?.label ?? one.table}）`,
      }))}
      onChange={(name) => onChange(made ? { created: name } : { found: name })}
    />
  );
}

/** Fields with the values they get, one line each. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { FieldLabel } from "../ui/FieldLabel";
import type { Expression, Values } from "./document";
import { ExpressionEditor } from "./ExpressionEditor";
import { blankExpression, type Surroundings, sourcesFor } from "./expressions";
import { settable } from "./paths";

interface ValuesEditorProps {
  /** The table whose fields get values. */
  target: string;
  values: Values | undefined;
  around: Surroundings;
  label: string;
  onChange: (values: Values) => void;
}

export function ValuesEditor({ target, values = {}, around, label, onChange }: ValuesEditorProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const table = tables.get(target);
  const keys = Object.keys(values);
  const free = settable(table).filter((field) => !(field.key in values));
  const put = (key: string, expression: Expression) => onChange({ ...values, [key]: expression });
  const drop = (key: string) =>
    onChange(Object.fromEntries(Object.entries(values).filter(([one]) => one !== key)));
  return (
    <div className="gz-flow-values" role="group" aria-label={label}>
      {keys.map((key) => {
        const field = table?.fields.find((one) => one.key === key);
        const name = field?.label ?? key;
        return (
          <div key={key} className="gz-flow-value">
            <span className="gz-flow-value-name" data-gone={!field}>
              {field ? <FieldLabel field={field} /> : name}
            </span>
            {field && (
              <ExpressionEditor
                target={{ table: target, field }}
                label={name}
                around={around}
                expression={values[key] ?? null}
                onChange={(next) => put(key, next)}
              />
            )}
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("automations.removeValue", { field: name })}
              onClick={() => drop(key)}
            />
          </div>
        );
      })}
      {free.length > 0 && (
        <Select
          className="gz-flow-add-value"
          aria-label={`${label}：${t("automations.addValue")}`}
          placeholder={t("automations.addValue")}
          suffixIcon={<PlusOutlined aria-hidden />}
          showSearch={{ optionFilterProp: "text" }}
          popupMatchSelectWidth={false}
          value={null}
          options={free.map((field) => ({
            value: field.key,
            text: field.label,
            label: <FieldLabel field={field} />,
          }))}
          onChange={(key: string | null) => {
            const field = free.find((one) => one.key === key);
            const source = field && sourcesFor(field, around, "value")[0];
            const several = field && !sourcesFor(field, around, "empty").includes("value");
            if (field) put(field.key, blankExpression(several ? "field" : (source ?? "field"), field));
          }}
        />
      )}
    </div>
  );
}

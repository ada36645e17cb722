/** Some fields of a table in an order of one's own: dragged, taken out, added. */
import { CloseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { FieldLabel } from "./FieldLabel";
import { Sortable, SortableRow } from "./Sortable";

interface OrderedFieldsProps {
  id?: string;
  label: string;
  /** All that may be chosen. */
  fields: readonly Field[];
  keys: readonly string[];
  onChange: (keys: string[]) => void;
}

export function OrderedFields({ id, label, fields, keys, onChange }: OrderedFieldsProps) {
  const { t } = useTranslation();
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const chosen = keys.filter((key) => byKey.has(key));
  const left = fields.filter((field) => !chosen.includes(field.key));
  return (
    <div className="gz-ordered-fields" role="group" aria-label={label}>
      <Sortable ids={chosen} onOrder={onChange}>
        {chosen.map((key) => {
          const field = byKey.get(key);
          return field ? (
            <SortableRow key={key} id={key} label={t("schema.moveField", { field: field.label })}>
              <FieldLabel field={field} />
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t("schema.dropField", { field: field.label })}
                onClick={() => onChange(chosen.filter((one) => one !== key))}
              />
            </SortableRow>
          ) : null;
        })}
      </Sortable>
      {left.length > 0 && (
        <Select<string, { value: string; text: string }>
          {...(id ? { id } : {})}
          size="small"
          aria-label={`${label} ${t("schema.pickField")}`}
          placeholder={t("schema.pickField")}
          showSearch={{ optionFilterProp: "text" }}
          value={null}
          options={left.map((field) => ({
            value: field.key,
            text: field.label,
            label: <FieldLabel field={field} />,
          }))}
          onChange={(key) => onChange([...chosen, key])}
        />
      )}
    </div>
  );
}

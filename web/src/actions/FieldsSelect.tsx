/** Several fields of a table. */
import { Select } from "antd";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";

interface FieldsSelectProps {
  table: string;
  label: string;
  hint: string;
  placeholder: string;
  value: string[];
  onChange: (fields: string[]) => void;
}

const SYSTEM = new Set(["id", "created_at", "created_by", "updated_at", "updated_by"]);

export function FieldsSelect({ table, label, hint, placeholder, value, onChange }: FieldsSelectProps) {
  const { tables } = useWorkspace();
  const fields = (tables.get(table)?.fields ?? []).filter(
    (field) => (!field.computed && !SYSTEM.has(field.key)) || value.includes(field.key),
  );
  return (
    <Line label={label} hint={hint}>
      <Select<string[]>
        className="gz-flow-wide"
        mode="multiple"
        aria-label={label}
        placeholder={placeholder}
        showSearch={{ optionFilterProp: "label" }}
        value={value}
        options={fields.map((field) => ({ value: field.key, label: field.label }))}
        onChange={onChange}
      />
    </Line>
  );
}

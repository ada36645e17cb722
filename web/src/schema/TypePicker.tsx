/** All field types, each with its icon and a line about it. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldType } from "../api/types";
import { uiOf } from "../fields";

const TYPES: readonly FieldType[] = [
  "text",
  "long_text",
  "number",
  "money",
  "percent",
  "date",
  "datetime",
  "option",
  "multi_option",
  "state",
  "checkbox",
  "member",
  "members",
  "relation",
  "relations",
  "subtable",
  "autonumber",
  "phone",
  "email",
  "url",
  "attachment",
  "formula",
  "lookup",
  "rollup",
];

interface TypePickerProps {
  id: string;
  value: FieldType | undefined;
  disabled?: boolean;
  types?: readonly FieldType[];
  onChange: (type: FieldType) => void;
}

export function TypePicker({ id, value, disabled = false, types = TYPES, onChange }: TypePickerProps) {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      value={value}
      disabled={disabled}
      onChange={onChange}
      listHeight={360}
      showSearch={{ optionFilterProp: "title" }}
      options={types.map((type) => ({
        value: type,
        title: t(`schema.types.${type}`),
        label: <TypeLine type={type} />,
      }))}
    />
  );
}

function TypeLine({ type }: { type: FieldType }) {
  const { t } = useTranslation();
  const Icon = uiOf({ type, value_type: type }).icon;
  return (
    <span className="gz-type-line">
      <span aria-hidden>
        <Icon />
      </span>
      <span>{t(`schema.types.${type}`)}</span>
      <span className="gz-muted gz-ellipsis">{t(`schema.about.${type}`)}</span>
    </span>
  );
}

/** Several sort keys in order; the order is changed with the arrows of a row. */
import { PlusOutlined } from "@ant-design/icons";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Field, Table } from "../api/types";
import type { SortKey } from "../grid";
import { FieldLabel } from "../ui/FieldLabel";
import { LevelTools } from "./LevelTools";

interface SortFormProps {
  table: Table;
  sort: readonly SortKey[];
  onChange: (sort: SortKey[]) => void;
}

const UNSORTABLE = new Set(["attachment", "subtable", "relations", "members", "multi_option", "long_text"]);
export const isSortable = (field: Field): boolean => !UNSORTABLE.has(field.value_type);

export function SortForm({ table, sort, onChange }: SortFormProps) {
  const { t } = useTranslation();
  const fields = table.fields.filter(isSortable);
  const used = new Set(sort.map((key) => key.field));
  const free = fields.filter((field) => !used.has(field.key));
  const put = (index: number, next: SortKey) => onChange(sort.map((key, at) => (at === index ? next : key)));
  const swap = (index: number, other: number) => {
    const next = [...sort];
    const [a, b] = [next[index], next[other]];
    if (!a || !b) return;
    next[index] = b;
    next[other] = a;
    onChange(next);
  };
  const options = (current: string) =>
    fields
      .filter((field) => field.key === current || !used.has(field.key))
      .map((field) => ({ value: field.key, text: field.label, label: <FieldLabel field={field} /> }));

  return (
    <div className="gz-sort-form">
      {sort.length === 0 && <p className="gz-muted gz-popover-note">{t("table.noSort")}</p>}
      {sort.map((key, index) => (
        <div key={key.field} className="gz-sort-line">
          <Select
            className="gz-sort-field"
            aria-label={t("filter.field")}
            showSearch={{ optionFilterProp: "text" }}
            value={key.field}
            options={options(key.field)}
            onChange={(field: string) => put(index, { ...key, field })}
          />
          <LevelTools
            descending={key.descending}
            at={index}
            count={sort.length}
            words={{
              up: `${t("table.moveSort")} ↑`,
              down: `${t("table.moveSort")} ↓`,
              remove: t("table.removeSort"),
            }}
            onDirection={(descending) => put(index, { ...key, descending })}
            onSwap={(other) => swap(index, other)}
            onRemove={() => onChange(sort.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Select
        variant="borderless"
        aria-label={t("table.addSort")}
        placeholder={
          <span>
            <PlusOutlined aria-hidden /> {t("table.addSort")}
          </span>
        }
        style={{ minWidth: 160 }}
        value={null}
        showSearch={{ optionFilterProp: "text" }}
        popupMatchSelectWidth={false}
        options={free.map((field) => ({
          value: field.key,
          text: field.label,
          label: <FieldLabel field={field} />,
        }))}
        onChange={(field: string | null) => {
          if (field) onChange([...sort, { field, descending: false }]);
        }}
      />
    </div>
  );
}

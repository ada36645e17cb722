/** Up to three levels to group by: field, period of dates, direction, order; and opening or closing all groups. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Bucket, Field, Table } from "../api/types";
import { FieldLabel } from "../ui/FieldLabel";
import { type GroupKey, groupableFields, groupTextOf, levelsOf, MOST_LEVELS } from "../views/grouping";
import { BUCKETS } from "../views/periods";
import { LevelTools } from "./LevelTools";

interface GroupFormProps {
  table: Table;
  /** As the address says it. */
  group: string | null;
  onChange: (group: string | null) => void;
  /** Closes or opens all groups. */
  onFold: (closed: boolean) => void;
}

const itemOf = (field: Field) => ({
  value: field.key,
  text: field.label,
  label: <FieldLabel field={field} />,
});

export function GroupForm({ table, group, onChange, onFold }: GroupFormProps) {
  const { t } = useTranslation();
  const fields = groupableFields(table);
  const levels = levelsOf(table, group);
  const keys: GroupKey[] = levels.map((level) => ({ ...level, field: level.field.key }));
  const used = new Set(keys.map((key) => key.field));
  const write = (next: GroupKey[]) => onChange(groupTextOf(next));
  const put = (index: number, part: Partial<GroupKey>) =>
    write(keys.map((key, at) => (at === index ? { ...key, ...part } : key)));
  const swap = (index: number, other: number) => {
    const [a, b] = [keys[index], keys[other]];
    if (a && b) write(keys.with(index, b).with(other, a));
  };

  return (
    <div className="gz-sort-form gz-group-form">
      {levels.length === 0 && <p className="gz-muted gz-popover-note">{t("table.noGroupYet")}</p>}
      {levels.map(({ field, bucket, descending }, index) => (
        <div key={field.key} className="gz-sort-line">
          <Select
            className="gz-sort-field"
            aria-label={t("table.groupLevel", { level: index + 1 })}
            showSearch={{ optionFilterProp: "text" }}
            value={field.key}
            options={fields.filter((one) => one.key === field.key || !used.has(one.key)).map(itemOf)}
            onChange={(key: string) => put(index, { field: key, bucket: null })}
          />
          {bucket && (
            <Select<Bucket>
              aria-label={t("table.period")}
              value={bucket}
              popupMatchSelectWidth={false}
              options={BUCKETS.map((one) => ({ value: one, label: t(`table.by_${one}`) }))}
              onChange={(next) => put(index, { bucket: next })}
            />
          )}
          <LevelTools
            descending={descending}
            at={index}
            count={levels.length}
            words={{
              up: t("table.levelOut", { field: field.label }),
              down: t("table.levelIn", { field: field.label }),
              remove: t("table.removeGroup", { field: field.label }),
            }}
            onDirection={(next) => put(index, { descending: next })}
            onSwap={(other) => swap(index, other)}
            onRemove={() => write(keys.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {levels.length < MOST_LEVELS && (
        <Select
          variant="borderless"
          aria-label={t("table.addGroup")}
          placeholder={
            <span>
              <PlusOutlined aria-hidden /> {t("table.addGroup")}
            </span>
          }
          style={{ minWidth: 160 }}
          value={null}
          showSearch={{ optionFilterProp: "text" }}
          popupMatchSelectWidth={false}
          options={fields.filter((one) => !used.has(one.key)).map(itemOf)}
          onChange={(field: string | null) => {
            if (field) write([...keys, { field, descending: false, bucket: null }]);
          }}
        />
      )}
      {levels.length > 0 && (
        <div className="gz-fields-form-foot">
          <Button size="small" type="text" onClick={() => onFold(false)}>
            {t("table.openAll")}
          </Button>
          <Button size="small" type="text" onClick={() => onFold(true)}>
            {t("table.closeAll")}
          </Button>
          <Button size="small" type="text" onClick={() => onChange(null)}>
            {t("table.noGroup")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What a pivot shows: rows, columns and figures, picked from the fields. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Bucket, Field, Measure, PivotPeriod, PivotSettings, Table } from "../api/types";
import { FieldLabel } from "../ui/FieldLabel";
import { isGroupable, isMoment } from "../views/grouping";
import { BUCKETS } from "../views/periods";
import { measureName } from "./figures";
import { usePivotWords } from "./usePivotWords";

interface PicksProps {
  table: Table;
  pivot: PivotSettings;
  onChange: (pivot: PivotSettings) => void;
  children: ReactNode;
}

const MOST = { rows: 3, columns: 2, measures: 4 };
const NUMBERS = new Set(["number", "money", "percent"]);
const NUMBER_OPS = ["sum", "avg", "min", "max"] as const;

export function Picks({ table, pivot, onChange, children }: PicksProps) {
  const { t } = useTranslation();
  const used = new Set([...pivot.rows, ...pivot.columns].map((period) => period.field));
  const free = table.fields.filter((field) => isGroupable(field) && !used.has(field.key));
  return (
    <div className="gz-pivot-picks">
      <Periods
        table={table}
        label={t("pivot.rows")}
        periods={pivot.rows}
        free={pivot.rows.length < MOST.rows ? free : []}
        onChange={(rows) => onChange({ ...pivot, rows })}
      />
      <Periods
        table={table}
        label={t("pivot.columns")}
        periods={pivot.columns}
        free={pivot.columns.length < MOST.columns ? free : []}
        onChange={(columns) => onChange({ ...pivot, columns })}
      />
      <Measures
        table={table}
        measures={pivot.measures}
        onChange={(measures) => onChange({ ...pivot, measures })}
      />
      <span className="gz-toolbar-gap" />
      {children}
    </div>
  );
}

interface PeriodsProps {
  table: Table;
  label: string;
  periods: PivotPeriod[];
  free: Field[];
  onChange: (periods: PivotPeriod[]) => void;
}

function Periods({ table, label, periods, free, onChange }: PeriodsProps) {
  const { t } = useTranslation();
  return (
    <div className="gz-pivot-pick" role="group" aria-label={label}>
      <span>{label}</span>
      {periods.map((period, index) => {
        const field = table.fields.find((one) => one.key === period.field);
        if (!field) return null;
        return (
          <Chip
            key={period.field}
            label={field.label}
            onRemove={() => onChange(periods.filter((one) => one !== period))}
          >
            <FieldLabel field={field} />
            {isMoment(field) && (
              <Select<Bucket>
                size="small"
                variant="borderless"
                aria-label={`${field.label}：${t("table.period")}`}
                popupMatchSelectWidth={false}
                value={period.bucket ?? "month"}
                options={BUCKETS.map((one) => ({ value: one, label: t(`table.by_${one}`) }))}
                onChange={(bucket) => onChange(periods.with(index, { ...period, bucket }))}
              />
            )}
          </Chip>
        );
      })}
      <Add
        label={`${label}：${t("pivot.add")}`}
        items={free.map((field) => ({ key: field.key, label: <FieldLabel field={field} /> }))}
        onAdd={(key) => {
          const field = table.fields.find((one) => one.key === key);
          if (field)
            onChange([...periods, { field: key, ...(isMoment(field) ? { bucket: "month" as const } : {}) }]);
        }}
      />
    </div>
  );
}

interface MeasuresProps {
  table: Table;
  measures: Measure[];
  onChange: (measures: Measure[]) => void;
}

const nameOf = ({ op, field }: Measure): string => `${op} ${field ?? ""}`;

function Measures({ table, measures, onChange }: MeasuresProps) {
  const { t } = useTranslation();
  const words = usePivotWords();
  const taken = new Set(measures.map(nameOf));
  const offered: Measure[] = [
    { op: "count" },
    ...table.fields
      .filter((field) => NUMBERS.has(field.value_type))
      .map((field): Measure => ({ op: "sum", field: field.key })),
  ];
  const free = measures.length < MOST.measures ? offered.filter((one) => !taken.has(nameOf(one))) : [];
  return (
    <div className="gz-pivot-pick" role="group" aria-label={t("pivot.figures")}>
      <span>{t("pivot.figures")}</span>
      {measures.map((measure, index) => (
        <Chip
          key={nameOf(measure)}
          label={measureName(table, measure, words)}
          onRemove={measures.length > 1 ? () => onChange(measures.filter((one) => one !== measure)) : null}
        >
          {measure.field ? (
            <>
              {table.fields.find((field) => field.key === measure.field)?.label}
              <Select
                size="small"
                variant="borderless"
                aria-label={t("pivot.figures")}
                popupMatchSelectWidth={false}
                value={measure.op}
                options={NUMBER_OPS.map((op) => ({
                  value: op,
                  label: t(`pivot.op_${op}`),
                  disabled: op !== measure.op && taken.has(nameOf({ ...measure, op })),
                }))}
                onChange={(op: Measure["op"]) => onChange(measures.with(index, { ...measure, op }))}
              />
            </>
          ) : (
            t("pivot.op_count")
          )}
        </Chip>
      ))}
      <Add
        label={`${t("pivot.figures")}：${t("pivot.add")}`}
        items={free.map((one) => ({ key: nameOf(one), label: measureName(table, one, words) }))}
        onAdd={(key) => {
          const found = free.find((one) => nameOf(one) === key);
          if (found) onChange([...measures, found]);
        }}
      />
    </div>
  );
}

interface ChipProps {
  label: string;
  onRemove: (() => void) | null;
  children: ReactNode;
}

function Chip({ label, onRemove, children }: ChipProps) {
  const { t } = useTranslation();
  return (
    <span className="gz-pivot-chip">
      <span className="gz-pivot-name">{children}</span>
      {onRemove && (
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t("pivot.remove", { label })}
          onClick={onRemove}
        />
      )}
    </span>
  );
}

interface AddProps {
  label: string;
  items: { key: string; label: ReactNode }[];
  onAdd: (key: string) => void;
}

function Add({ label, items, onAdd }: AddProps) {
  if (items.length === 0) return null;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{ items, onClick: ({ key }) => onAdd(key), style: { maxHeight: 420, overflowY: "auto" } }}
    >
      <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} aria-label={label} />
    </Dropdown>
  );
}

/** What a roll-up gathers: rows that point here, over as many relations as it takes, which of them, and what of them. */
import { Checkbox, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Condition, Field } from "../../api/types";
import { useWorkspace } from "../../app/workspace";
import { endOfPath, pathsTo } from "../paths";
import type { SettingsProps } from "../Settings";
import { ConditionItem } from "./ConditionItem";

const AGGREGATES = ["sum", "count", "avg", "min", "max", "distinct", "first", "last"] as const;
const FIGURES = new Set(["number", "money", "percent"]);
const ORDERED = new Set(["number", "money", "percent", "date", "datetime"]);
/** Types of which there is nothing to gather. */
const NEVER = new Set(["subtable", "attachment", "members", "relations"]);
const MOST_HOPS = 5;

interface Options {
  path?: string[];
  aggregate?: string;
  field?: string | null;
  by?: string | null;
  where?: Condition | null;
  subtree?: boolean;
}

function fits(aggregate: string): (field: Field) => boolean {
  if (aggregate === "sum" || aggregate === "avg") return (field) => FIGURES.has(field.value_type);
  if (aggregate === "min" || aggregate === "max") return (field) => ORDERED.has(field.value_type);
  return (field) => !NEVER.has(field.value_type);
}

const optionsOf = (fields: readonly Field[]) =>
  fields.map((field) => ({ value: field.key, label: field.label }));

export function RollupForm({ table, draft, onChange, onHalf }: SettingsProps) {
  const { t } = useTranslation();
  const { tables } = useWorkspace();
  const options = draft.options as Options;
  const set = (part: Options) => onChange({ options: { ...draft.options, ...part } });
  const path = options.path ?? [];
  const far = endOfPath(path, tables);
  const fresh = { field: null, by: null, where: null, subtree: false };
  const further = far ? pathsTo(far, tables) : [];
  const ordered = options.aggregate === "first" || options.aggregate === "last";
  const whole = table.tree && path.length === 1 && path[0] === `${table.key}.${table.tree}`;
  return (
    <>
      {[...path, ""].slice(0, path.length < MOST_HOPS ? undefined : MOST_HOPS).map((step, at) => {
        const choices =
          at === 0 ? pathsTo(table, tables) : pathsTo(endOfPath(path.slice(0, at), tables) ?? table, tables);
        if (at > 0 && step === "" && further.length === 0) return null;
        const id = at === 0 ? "schema-path" : `schema-path-${at + 1}`;
        return (
          <Form.Item
            // biome-ignore lint/suspicious/noArrayIndexKey: a hop has no name but its place
            key={at}
            label={t(at === 0 ? "schema.rollupPath" : "schema.rollupFurther")}
            htmlFor={id}
          >
            <Select
              id={id}
              allowClear={at > 0}
              showSearch={{ optionFilterProp: "label" }}
              value={step || null}
              placeholder={at > 0 ? t("schema.rollupEnd") : undefined}
              onChange={(next) => set({ path: [...path.slice(0, at), ...(next ? [next] : [])], ...fresh })}
              options={choices}
            />
          </Form.Item>
        );
      })}
      {whole && (
        <Form.Item>
          <Checkbox
            checked={options.subtree ?? false}
            onChange={(event) => set({ subtree: event.target.checked })}
          >
            {t("schema.subtree")}
          </Checkbox>
        </Form.Item>
      )}
      <Form.Item label={t("schema.aggregate")} htmlFor="schema-aggregate">
        <Select
          id="schema-aggregate"
          value={options.aggregate}
          onChange={(aggregate) =>
            set({ aggregate, by: null, ...(aggregate === "count" ? { field: null } : {}) })
          }
          options={AGGREGATES.map((value) => ({ value, label: t(`schema.aggregates.${value}`) }))}
        />
      </Form.Item>
      {far && options.aggregate && options.aggregate !== "count" && (
        <Form.Item label={t("schema.rollupField")} htmlFor="schema-rolled">
          <Select
            id="schema-rolled"
            showSearch={{ optionFilterProp: "label" }}
            value={options.field}
            onChange={(field) => set({ field })}
            options={optionsOf(far.fields.filter(fits(options.aggregate)))}
          />
        </Form.Item>
      )}
      {far && ordered && (
        <Form.Item label={t("schema.rollupBy")} htmlFor="schema-by">
          <Select
            id="schema-by"
            allowClear
            value={options.by ?? null}
            placeholder={t("schema.rollupByMade")}
            onChange={(by) => set({ by: by ?? null })}
            options={optionsOf(far.fields.filter((field) => ORDERED.has(field.value_type)))}
          />
        </Form.Item>
      )}
      {far && (
        <ConditionItem
          label={t("schema.rollupWhere")}
          extra={t("schema.rollupWhereHint", { table: far.label })}
          add={t("schema.rollupWhereAdd")}
          table={far.key}
          condition={options.where ?? null}
          onChange={(where) => set({ where })}
          onHalf={onHalf}
        />
      )}
    </>
  );
}

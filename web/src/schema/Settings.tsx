/** The settings that a type has, each with its control. */
import { Form, Input, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { ChoicesEditor } from "./ChoicesEditor";
import { CHOOSING, type FieldDraft } from "./draft";
import { FormulaEditor } from "./FormulaEditor";
import { pathsTo } from "./paths";

interface SettingsProps {
  table: Table;
  draft: FieldDraft;
  /** What a relation leads to is fixed once it is made. */
  fixed: boolean;
  onChange: (part: Partial<FieldDraft>) => void;
}

/** Settings of all types in one bag: each type reads only its own. */
interface Options {
  scale?: number;
  thousands?: boolean;
  check?: string | null;
  currency?: string;
  pattern?: string;
  table?: string;
  field?: string | null;
  relation?: string;
  formula?: string;
  aggregate?: string;
  path?: string[];
}

const CHECKS = ["gb32100", "luhn"] as const;
const AGGREGATES = ["sum", "count", "avg", "min", "max", "distinct", "first", "last"] as const;

export function Settings({ table, draft, fixed, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const { tables } = useWorkspace();
  const options = draft.options as Options;
  const set = (part: Record<string, unknown>) => onChange({ options: { ...draft.options, ...part } });
  const tableChoices = [...tables.values()].map((one) => ({ value: one.key, label: one.label }));
  const fieldsOf = (key: string | undefined) =>
    (tables.get(key ?? "")?.fields ?? []).map((field) => ({ value: field.key, label: field.label }));

  if (CHOOSING.has(draft.type)) {
    return (
      <Form.Item label={t("schema.choices")}>
        <ChoicesEditor choices={draft.choices} onChange={(choices) => onChange({ choices })} />
      </Form.Item>
    );
  }
  switch (draft.type) {
    case "text":
      return (
        <Form.Item label={t("schema.check")} extra={t("schema.checkHint")} htmlFor="schema-check">
          <Select
            id="schema-check"
            value={options.check ?? ""}
            onChange={(check) => set({ check: check || null })}
            options={["", ...CHECKS].map((value) => ({
              value,
              label: t(`schema.checks.${(value || "none") as "none" | (typeof CHECKS)[number]}`),
            }))}
          />
        </Form.Item>
      );
    case "number":
    case "percent":
      return (
        <>
          <Form.Item label={t("schema.scale")} htmlFor="schema-scale">
            <InputNumber
              id="schema-scale"
              min={0}
              max={draft.type === "number" ? 6 : 4}
              value={options.scale ?? 2}
              onChange={(scale) => set({ scale: scale ?? 0 })}
            />
          </Form.Item>
          {draft.type === "number" && (
            <Form.Item label={t("schema.thousands")} htmlFor="schema-thousands">
              <Switch
                id="schema-thousands"
                checked={options.thousands ?? true}
                onChange={(thousands) => set({ thousands })}
              />
            </Form.Item>
          )}
        </>
      );
    case "money":
      return (
        <Form.Item label={t("schema.currency")} htmlFor="schema-currency">
          <Select
            id="schema-currency"
            value={options.currency ?? "CNY"}
            onChange={(currency) => set({ currency })}
            options={["CNY", "USD", "EUR", "HKD", "JPY"].map((value) => ({ value, label: value }))}
          />
        </Form.Item>
      );
    case "autonumber":
      return (
        <Form.Item label={t("schema.pattern")} extra={t("schema.patternHint")} htmlFor="schema-pattern">
          <Input
            id="schema-pattern"
            maxLength={60}
            value={options.pattern ?? ""}
            onChange={(event) => set({ pattern: event.target.value })}
          />
        </Form.Item>
      );
    case "relation":
    case "relations":
      return (
        <Form.Item label={t("schema.target")} htmlFor="schema-target">
          <Select
            id="schema-target"
            disabled={fixed}
            showSearch={{ optionFilterProp: "label" }}
            value={options.table}
            onChange={(key) => set({ table: key })}
            options={tableChoices}
          />
        </Form.Item>
      );
    case "subtable":
      return (
        <Form.Item label={t("schema.childField")} htmlFor="schema-child">
          <Select
            id="schema-child"
            disabled={fixed}
            value={options.table ? `${options.table}.${options.field}` : undefined}
            onChange={(step) => {
              const [child = "", field = ""] = step.split(".");
              set({ table: child, field });
            }}
            options={pathsTo(table, tables).filter((path) => !path.several)}
          />
        </Form.Item>
      );
    case "lookup": {
      const relation = table.fields.find((field) => field.key === options.relation);
      return (
        <>
          <Form.Item label={t("schema.via")} htmlFor="schema-via">
            <Select
              id="schema-via"
              value={options.relation}
              onChange={(key) => set({ relation: key, field: undefined })}
              options={table.fields
                .filter((field) => field.type === "relation")
                .map((field) => ({ value: field.key, label: field.label }))}
            />
          </Form.Item>
          <Form.Item label={t("schema.showField")} htmlFor="schema-shown">
            <Select
              id="schema-shown"
              showSearch={{ optionFilterProp: "label" }}
              value={options.field}
              onChange={(field) => set({ field })}
              options={fieldsOf(relation?.settings.table ?? undefined)}
            />
          </Form.Item>
        </>
      );
    }
    case "formula":
      return (
        <Form.Item label={t("schema.formula")} htmlFor="schema-formula">
          <FormulaEditor
            id="schema-formula"
            table={table}
            value={options.formula ?? ""}
            onChange={(formula) => set({ formula })}
          />
        </Form.Item>
      );
    case "rollup": {
      const path = options.path?.[options.path.length - 1];
      return (
        <>
          <Form.Item label={t("schema.rollupPath")} htmlFor="schema-path">
            <Select
              id="schema-path"
              value={options.path?.length === 1 ? path : options.path?.join(" ← ")}
              onChange={(step) => set({ path: [step], field: null })}
              options={pathsTo(table, tables)}
            />
          </Form.Item>
          <Form.Item label={t("schema.aggregate")} htmlFor="schema-aggregate">
            <Select
              id="schema-aggregate"
              value={options.aggregate}
              onChange={(aggregate) =>
                set(aggregate === "count" ? { aggregate, field: null } : { aggregate })
              }
              options={AGGREGATES.map((value) => ({ value, label: t(`schema.aggregates.${value}`) }))}
            />
          </Form.Item>
          {options.aggregate && options.aggregate !== "count" && (
            <Form.Item label={t("schema.rollupField")} htmlFor="schema-rolled">
              <Select
                id="schema-rolled"
                showSearch={{ optionFilterProp: "label" }}
                value={options.field}
                onChange={(field) => set({ field })}
                options={fieldsOf(path?.split(".")[0])}
              />
            </Form.Item>
          )}
        </>
      );
    }
    default:
      return null;
  }
}

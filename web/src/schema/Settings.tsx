/** The settings that a type has, each with its control. */
import { Form, Input, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { Field, Table } from "../api/types";
import { ChoicesEditor } from "./ChoicesEditor";
import { CHOOSING, type FieldDraft } from "./draft";
import { FormulaForm } from "./forms/FormulaForm";
import { LookupForm } from "./forms/LookupForm";
import { MovesForm } from "./forms/MovesForm";
import { RelationForm } from "./forms/RelationForm";
import { RollupForm } from "./forms/RollupForm";
import { SubtableForm } from "./forms/SubtableForm";

export interface SettingsProps {
  table: Table;
  draft: FieldDraft;
  /** Null for a new field. What a relation leads to is fixed once it is made. */
  field: Field | null;
  onChange: (part: Partial<FieldDraft>) => void;
  /** Told whether a condition is half-written. */
  onHalf: (half: boolean) => void;
}

/** Settings of all types in one bag: each type reads only its own. */
interface Options {
  scale?: number;
  thousands?: boolean;
  check?: string | null;
  max_length?: number;
  max_files?: number;
  max_bytes?: number;
  currency?: string;
  pattern?: string;
}

const CHECKS = ["gb32100", "luhn"] as const;
const LONGEST = { text: { most: 2000, usual: 255 }, long_text: { most: 100_000, usual: 100_000 } } as const;
const FILES = 20;
const MEGABYTE = 1024 * 1024;

export function Settings(props: SettingsProps) {
  const { draft, onChange } = props;
  const { t } = useTranslation();
  const options = draft.options as Options;
  const set = (part: Options) => onChange({ options: { ...draft.options, ...part } });

  if (CHOOSING.has(draft.type)) {
    return (
      <>
        <Form.Item label={t("schema.choices")}>
          <ChoicesEditor choices={draft.choices} onChange={(choices) => onChange({ choices })} />
        </Form.Item>
        {draft.type === "state" && <MovesForm {...props} />}
      </>
    );
  }
  switch (draft.type) {
    case "text":
    case "long_text": {
      const { most, usual } = LONGEST[draft.type];
      const longest = (
        <Form.Item label={t("schema.maxLength")} htmlFor="schema-longest">
          <InputNumber
            id="schema-longest"
            min={1}
            max={most}
            precision={0}
            value={options.max_length ?? usual}
            onChange={(length) => set({ max_length: length ?? usual })}
          />
        </Form.Item>
      );
      if (draft.type === "long_text") return longest;
      return (
        <>
          {longest}
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
        </>
      );
    }
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
    case "attachment":
      return (
        <>
          <Form.Item label={t("schema.maxFiles")} htmlFor="schema-files">
            <InputNumber
              id="schema-files"
              min={1}
              max={100}
              precision={0}
              value={options.max_files ?? FILES}
              onChange={(files) => set({ max_files: files ?? FILES })}
            />
          </Form.Item>
          <Form.Item label={t("schema.maxBytes")} htmlFor="schema-bytes">
            <InputNumber
              id="schema-bytes"
              min={1}
              max={1024}
              precision={0}
              suffix="MB"
              value={options.max_bytes === undefined ? null : Math.round(options.max_bytes / MEGABYTE)}
              onChange={(size) => size && set({ max_bytes: size * MEGABYTE })}
            />
          </Form.Item>
        </>
      );
    case "relation":
    case "relations":
      return <RelationForm {...props} />;
    case "subtable":
      return <SubtableForm {...props} />;
    case "lookup":
      return <LookupForm {...props} />;
    case "formula":
      return <FormulaForm {...props} />;
    case "rollup":
      return <RollupForm {...props} />;
    default:
      return null;
  }
}

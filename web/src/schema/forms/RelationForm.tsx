/** What a relation leads to, which records it takes, what becomes of it when one goes, and the list on the far side. */
import { Checkbox, Form, Input, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "../../api/types";
import { useWorkspace } from "../../app/workspace";
import { aroundRow } from "../candidates";
import type { SettingsProps } from "../Settings";
import { ConditionItem } from "./ConditionItem";

const GOING = ["clear", "restrict", "cascade"] as const;
const UNFIT = ["refuse", "clear"] as const;

interface Options {
  table?: string;
  filter?: Condition | null;
  unfit?: string;
  on_delete?: string;
}

export function RelationForm({ table, draft, field, onChange, onHalf }: SettingsProps) {
  const { t } = useTranslation();
  const { tables } = useWorkspace();
  const options = draft.options as Options;
  const set = (part: Options) => onChange({ options: { ...draft.options, ...part } });
  const owner = tables.get(table.parent?.table ?? "");
  const target = tables.get(options.table ?? "");
  const around = useMemo(
    () =>
      aroundRow(table, owner, {
        row: (label) => t("schema.ofThisRecord", { field: label }),
        owner: (label) => t("schema.ofItsOwner", { table: owner?.label ?? "", field: label }),
      }),
    [table, owner, t],
  );
  const listed = target?.fields.find(
    (one) => one.type === "relations" && one.settings.table === table.key && one.settings.via === field?.key,
  );
  return (
    <>
      <Form.Item label={t("schema.target")} htmlFor="schema-target">
        <Select
          id="schema-target"
          disabled={field !== null}
          showSearch={{ optionFilterProp: "label" }}
          value={options.table}
          onChange={(key) => set({ table: key, filter: null })}
          options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
        />
      </Form.Item>
      {target && draft.type === "relation" && (
        <Form.Item
          extra={listed ? t("schema.inverseThere", { table: target.label, field: listed.label }) : null}
        >
          {!listed && (
            <>
              <Checkbox
                checked={draft.inverse !== null}
                onChange={(event) => onChange({ inverse: event.target.checked ? table.label : null })}
              >
                {t("schema.inverse", { table: target.label })}
              </Checkbox>
              {draft.inverse !== null && (
                <Input
                  aria-label={t("schema.inverseName")}
                  maxLength={100}
                  value={draft.inverse}
                  onChange={(event) => onChange({ inverse: event.target.value })}
                />
              )}
            </>
          )}
        </Form.Item>
      )}
      {target && (
        <ConditionItem
          label={t("schema.candidates")}
          extra={t("schema.candidatesHint")}
          add={t("schema.candidatesAdd")}
          table={target.key}
          condition={options.filter ?? null}
          viewer
          around={around}
          onChange={(filter) => set({ filter })}
          onHalf={onHalf}
        />
      )}
      {options.filter && (
        <Form.Item label={t("schema.unfit")} htmlFor="schema-unfit">
          <Select
            id="schema-unfit"
            value={options.unfit ?? "refuse"}
            onChange={(unfit) => set({ unfit })}
            options={UNFIT.map((value) => ({ value, label: t(`schema.unfits.${value}`) }))}
          />
        </Form.Item>
      )}
      {draft.type === "relation" && (
        <Form.Item label={t("schema.onDelete")} htmlFor="schema-on-delete">
          <Select
            id="schema-on-delete"
            value={options.on_delete ?? "clear"}
            onChange={(going) => set({ on_delete: going })}
            options={GOING.map((value) => ({ value, label: t(`schema.onDeletes.${value}`) }))}
          />
        </Form.Item>
      )}
    </>
  );
}

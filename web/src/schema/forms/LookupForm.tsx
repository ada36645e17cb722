/** What a look-up shows: a field of the one record that a relation, or another look-up, leads to. */
import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import type { SettingsProps } from "../Settings";

interface Options {
  relation?: string;
  field?: string;
  scope?: string;
}

const SCOPES = ["viewer", "system"] as const;

export function LookupForm({ table, draft, field, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const { tables } = useWorkspace();
  const options = draft.options as Options;
  const set = (part: Options) => onChange({ options: { ...draft.options, ...part } });
  const relation = table.fields.find((one) => one.key === options.relation);
  const far = tables.get(relation?.settings.table ?? "");
  return (
    <>
      <Form.Item label={t("schema.via")} htmlFor="schema-via" extra={t("schema.viaHint")}>
        <Select
          id="schema-via"
          value={options.relation}
          onChange={(key) => onChange({ options: { scope: options.scope, relation: key } })}
          options={table.fields
            .filter((one) => one.value_type === "relation" && one.key !== field?.key)
            .map((one) => ({ value: one.key, label: one.label }))}
        />
      </Form.Item>
      <Form.Item label={t("schema.showField")} htmlFor="schema-shown">
        <Select
          id="schema-shown"
          showSearch={{ optionFilterProp: "label" }}
          value={options.field}
          onChange={(key) => set({ field: key })}
          options={(far?.fields ?? []).map((one) => ({ value: one.key, label: one.label }))}
        />
      </Form.Item>
      <Form.Item label={t("schema.scope")} htmlFor="schema-scope">
        <Select
          id="schema-scope"
          value={options.scope ?? "viewer"}
          onChange={(scope) => set({ scope })}
          options={SCOPES.map((value) => ({ value, label: t(`schema.scopes.${value}`) }))}
        />
      </Form.Item>
    </>
  );
}

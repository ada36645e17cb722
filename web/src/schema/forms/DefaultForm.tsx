/** What a field gets when it is left open: nothing, always the same, who or when it is, or what a related record has. */
import { Checkbox, Form, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldDefault } from "../../api/schema";
import type { Field, Table, Value } from "../../api/types";
import { useWorkspace } from "../../app/workspace";
import { uiOf } from "../../fields";
import { FieldControl } from "../../ui/FieldControl";
import type { FieldDraft } from "../draft";

/** Types that can begin with the same value in every record. */
const FIXED = new Set([
  "text",
  "long_text",
  "number",
  "money",
  "percent",
  "date",
  "option",
  "multi_option",
  "state",
  "checkbox",
  "phone",
  "email",
  "url",
]);
const VARIABLES = { member: "@me", date: "@today", datetime: "@now" } as const;
const variableOf = (type: string) => (type in VARIABLES ? VARIABLES[type as keyof typeof VARIABLES] : null);

type Kind = "none" | "value" | "variable" | "copy" | "other";

function kindOf(given: FieldDefault | null): Kind {
  if (given === null) return "none";
  if (given.when !== undefined || given.department_of !== undefined) return "other";
  if (given.copy !== undefined) return "copy";
  return given.variable !== undefined ? "variable" : "value";
}

interface DefaultFormProps {
  table: Table;
  draft: FieldDraft;
  onChange: (given: FieldDefault | null) => void;
}

export const hasDefault = (type: string): boolean => FIXED.has(type) || variableOf(type) !== null;

export function DefaultForm({ table, draft, onChange }: DefaultFormProps) {
  const { t } = useTranslation();
  const { tables, contextOf } = useWorkspace();
  const given = draft.default;
  const kind = kindOf(given);
  const variable = variableOf(draft.type);
  const sources = useMemo(
    () =>
      table.fields
        .filter((field) => field.type === "relation" && field.key !== draft.key)
        .flatMap((relation) =>
          (tables.get(relation.settings.table ?? "")?.fields ?? [])
            .filter((field) => field.value_type === draft.type && !isChoosing(field))
            .map((field) => ({
              value: `${relation.key}.${field.key}`,
              label: `${relation.label} › ${field.label}`,
            })),
        ),
    [table, tables, draft.type, draft.key],
  );
  const kinds: Kind[] = [
    "none",
    ...(FIXED.has(draft.type) ? (["value"] as const) : []),
    ...(variable ? (["variable"] as const) : []),
    ...(sources.length > 0 || kind === "copy" ? (["copy"] as const) : []),
    ...(kind === "other" ? (["other"] as const) : []),
  ];
  const begin = (next: Kind) => {
    if (next === "none") onChange(null);
    else if (next === "value") onChange({ value: draft.type === "checkbox" ? true : null });
    else if (next === "variable" && variable) onChange({ variable });
    else if (next === "copy") onChange({ copy: sources[0]?.value ?? "" });
  };
  const sample: Field = {
    key: draft.key || "new",
    type: draft.type,
    value_type: draft.type,
    label: t("schema.defaultValue"),
    required: false,
    unique: false,
    computed: false,
    read_only: false,
    protected: false,
    options: draft.choices.flatMap(({ key, label, color, archived }) =>
      key === undefined || archived ? [] : [{ key, label, color, archived }],
    ),
    settings: draft.options as Field["settings"],
  };
  const unsaved = sample.options.length === 0 && isChoosing(sample);
  return (
    <Form.Item
      label={t("schema.default")}
      htmlFor="schema-default"
      {...(kind === "value" && unsaved ? { extra: t("schema.defaultLater") } : {})}
    >
      <div className="gz-schema-default">
        <Select
          id="schema-default"
          value={kind}
          onChange={begin}
          options={kinds.map((value) => ({
            value,
            label:
              value === "variable" && variable
                ? t(`schema.defaults.${variable}`)
                : t(`schema.defaults.${value as Exclude<Kind, "variable">}`),
          }))}
        />
        {kind === "value" && !unsaved && (
          <FieldControl
            field={sample}
            value={(given?.value ?? null) as Value}
            context={contextOf(table.key)}
            onChange={(next) => onChange({ value: uiOf(sample).wire(next) ?? null })}
          />
        )}
        {kind === "copy" && (
          <>
            <Select
              aria-label={t("schema.defaultFrom")}
              showSearch={{ optionFilterProp: "label" }}
              value={given?.copy ?? null}
              options={sources}
              onChange={(copy) => onChange({ ...given, copy })}
            />
            <Checkbox
              checked={given?.follow ?? false}
              onChange={(event) => onChange({ ...given, follow: event.target.checked })}
            >
              {t("schema.defaultFollows")}
            </Checkbox>
          </>
        )}
      </div>
    </Form.Item>
  );
}

const isChoosing = (field: Pick<Field, "type">) => ["option", "multi_option", "state"].includes(field.type);

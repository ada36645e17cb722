/** What a board, calendar or gallery is made of: its lanes, days or covers, what its cards show, what lanes sum. */
import { Button, Form, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, Table, View, ViewSettings } from "../api/types";
import { FieldLabel } from "../ui/FieldLabel";
import { OrderedFields } from "../ui/OrderedFields";
import { useSaveSettings } from "../views/useSaveSettings";

interface LookFormProps {
  table: Table;
  view: View;
  onClose: () => void;
}

const NUMBERS = new Set(["number", "money", "percent"]);
const MOMENTS = new Set(["date", "datetime"]);
const LOOKS = new Set(["kanban", "calendar", "gallery"]);

export const hasLook = (view: View | null): view is View => view !== null && LOOKS.has(view.type);

type One = "stack" | "date" | "end_date" | "cover";

/** The fields that a view of a type is built on, and what each takes; the first one it cannot do without. */
const PARTS: Readonly<Record<string, readonly { name: One; takes: (field: Field) => boolean }[]>> = {
  kanban: [{ name: "stack", takes: (field) => field.type === "state" || field.type === "option" }],
  calendar: [
    { name: "date", takes: (field) => MOMENTS.has(field.value_type) },
    { name: "end_date", takes: (field) => MOMENTS.has(field.value_type) },
  ],
  gallery: [{ name: "cover", takes: (field) => field.value_type === "attachment" }],
};
const NEEDED = new Set<One>(["stack", "date"]);

const optionsOf = (fields: readonly Field[]) =>
  fields.map((field) => ({ value: field.key, text: field.label, label: <FieldLabel field={field} /> }));

export function LookForm({ table, view, onClose }: LookFormProps) {
  const { t } = useTranslation();
  const { free, busy, save } = useSaveSettings(table, view);
  const [settings, setSettings] = useState<ViewSettings>(view.settings);
  const changed = JSON.stringify(settings) !== JSON.stringify(view.settings);
  /** What is emptied is left out, as it is in a view that never had it. */
  const put = (part: Record<string, unknown>) =>
    setSettings(
      (old) =>
        Object.fromEntries(
          Object.entries({ ...old, ...part }).filter(([, value]) => value !== undefined),
        ) as ViewSettings,
    );
  const shown = table.fields.filter((field) => field.type !== "subtable" && field.key !== table.primary);
  const figures = table.fields.filter((field) => NUMBERS.has(field.value_type));

  return (
    <Form layout="vertical" className="gz-look">
      {(PARTS[view.type] ?? []).map(({ name, takes }) => (
        <Form.Item key={name} label={t(`table.look_${name}`)} htmlFor={`look-${name}`}>
          <Select
            id={`look-${name}`}
            showSearch={{ optionFilterProp: "text" }}
            allowClear={!NEEDED.has(name)}
            placeholder={t("table.look_none")}
            value={settings[name] ?? null}
            options={optionsOf(table.fields.filter(takes))}
            onChange={(key: string | undefined) => put({ [name]: key })}
          />
        </Form.Item>
      ))}
      <Form.Item label={t("table.look_card")} extra={t("table.lookCardHint")}>
        <OrderedFields
          label={t("table.look_card")}
          fields={shown}
          keys={settings.card ?? []}
          onChange={(card) => put({ card })}
        />
      </Form.Item>
      {view.type === "kanban" && figures.length > 0 && (
        <Form.Item label={t("table.look_sum")} htmlFor="look-sum">
          <Select
            id="look-sum"
            mode="multiple"
            showSearch={{ optionFilterProp: "text" }}
            placeholder={t("table.look_none")}
            value={settings.sum ?? []}
            options={optionsOf(figures)}
            onChange={(sum) => put({ sum })}
          />
        </Form.Item>
      )}
      <div className="gz-fields-form-foot">
        <span className="gz-toolbar-gap" />
        <Button
          size="small"
          type="primary"
          disabled={!changed}
          loading={busy}
          onClick={async () => {
            if (await save(settings)) onClose();
          }}
        >
          {t(free ? "table.saveColors" : "table.saveColorsOwn")}
        </Button>
      </div>
    </Form>
  );
}

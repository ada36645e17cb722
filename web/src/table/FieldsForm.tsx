/** Which fields a person sees in this view. */
import { SearchOutlined } from "@ant-design/icons";
import { Button, Input, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Table, View } from "../api/types";
import { FieldLabel } from "../ui/FieldLabel";
import { hiddenKeys, orderedKeys, type PersonalControl } from "./personal";

interface FieldsFormProps {
  table: Table;
  view: View | null;
  control: PersonalControl;
}

export function FieldsForm({ table, view, control }: FieldsFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { personal, set } = control;
  const hidden = hiddenKeys(table, view, personal);
  const keys = orderedKeys(table, view, personal.order);
  const byKey = new Map(table.fields.map((field) => [field.key, field]));
  const wanted = text.trim().toLowerCase();

  // A field outside the view's own list counts as shown once it stands in `order`.
  const write = (nextHidden: Set<string>) =>
    set({ hidden: [...nextHidden], order: keys.filter((key) => !nextHidden.has(key)) });
  const toggle = (key: string, show: boolean) => {
    const next = new Set(hidden);
    if (show) next.delete(key);
    else next.add(key);
    write(next);
  };

  return (
    <div className="gz-fields-form">
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden style={{ color: "var(--gz-text-3)" }} />}
        placeholder={t("table.findField")}
        aria-label={t("table.findField")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul>
        {keys.map((key) => {
          const field = byKey.get(key);
          if (!field || (wanted && !field.label.toLowerCase().includes(wanted) && !key.includes(wanted)))
            return null;
          const primary = key === table.primary;
          return (
            <li key={key}>
              <FieldLabel field={field} />
              <Switch
                size="small"
                checked={!hidden.has(key)}
                disabled={primary}
                title={primary ? t("table.primaryStays") : field.label}
                aria-label={field.label}
                onChange={(show) => toggle(key, show)}
              />
            </li>
          );
        })}
      </ul>
      <div className="gz-fields-form-foot">
        <Button size="small" type="text" onClick={() => write(new Set())}>
          {t("table.showAll")}
        </Button>
        <Button
          size="small"
          type="text"
          onClick={() => write(new Set(keys.filter((key) => key !== table.primary)))}
        >
          {t("table.hideAll")}
        </Button>
        <Button size="small" type="text" disabled={!control.touched} onClick={control.reset}>
          {t("table.resetColumns")}
        </Button>
      </div>
    </div>
  );
}

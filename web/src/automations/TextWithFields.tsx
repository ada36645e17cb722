/** A text in which `{field}` stands for what the record holds; fields are put in where the caret is. */
import { type GetRef, Input, Select } from "antd";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { fieldAt, fieldPaths } from "./paths";
import { useBodyPaths } from "./useBodyPaths";

interface TextWithFieldsProps {
  table: string;
  value: string;
  label: string;
  rows?: number;
  placeholder?: string;
  onChange: (text: string) => void;
}

const PLACE = /\{(body(?:\.[^.\s{}]{1,100}){1,10}|[A-Za-z][A-Za-z0-9_.]*)\}/g;

export function TextWithFields({
  table,
  value,
  label,
  rows = 2,
  placeholder,
  onChange,
}: TextWithFieldsProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const area = useRef<GetRef<typeof Input.TextArea>>(null);
  const spec = tables.get(table);
  const came = useBodyPaths();
  const options = useMemo(
    () => [
      ...came
        .map(({ value: path, label }) => ({ value: `body.${path}`, label }))
        .filter((one) => !/[\s{}]/.test(one.value)),
      ...fieldPaths(tables, spec),
    ],
    [came, tables, spec],
  );
  const unknown = [...value.matchAll(PLACE)]
    .map((match) => match[1] ?? "")
    .filter((path) => !path.startsWith("body.") && !fieldAt(tables, spec, path));
  const insert = (path: string | null) => {
    if (!path) return;
    const element = area.current?.resizableTextArea?.textArea;
    const [from, to] = [element?.selectionStart ?? value.length, element?.selectionEnd ?? value.length];
    const place = `{${path}}`;
    onChange(value.slice(0, from) + place + value.slice(to));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(from + place.length, from + place.length);
    });
  };
  return (
    <div className="gz-flow-text">
      <Input.TextArea
        ref={area}
        aria-label={label}
        autoSize={{ minRows: rows, maxRows: 8 }}
        maxLength={2000}
        {...(placeholder ? { placeholder } : {})}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <Select
        size="small"
        variant="borderless"
        className="gz-flow-insert-field"
        aria-label={`${label}：${t("automations.insertField")}`}
        placeholder={t("automations.insertField")}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        value={null}
        options={options}
        onChange={insert}
      />
      {unknown.length > 0 && (
        <span className="gz-flow-warning" role="alert">
          {t("automations.unknownField", { fields: unknown.join("、") })}
        </span>
      )}
    </div>
  );
}

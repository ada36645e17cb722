/** Which rows are the lines of a record: of a table made for it, or of one that points here already. */
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tableAddress } from "../../app/address";
import { useWorkspace } from "../../app/workspace";
import { pathsTo } from "../paths";
import type { SettingsProps } from "../Settings";

interface Options {
  table?: string;
  field?: string;
}

const NEW = "";

export function SubtableForm({ table, draft, field, onChange }: SettingsProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const options = draft.options as Options;
  const there = tables.get(options.table ?? "");
  const step = options.table ? `${options.table}.${options.field}` : NEW;
  return (
    <>
      <Form.Item
        label={t("schema.childField")}
        htmlFor="schema-child"
        extra={
          there ? (
            <Link to={tableAddress(ws, there.key)}>{t("schema.openTable", { table: there.label })}</Link>
          ) : (
            t("schema.newLinesHint")
          )
        }
      >
        <Select
          id="schema-child"
          disabled={field !== null}
          value={step}
          onChange={(chosen) => {
            const [child, far] = chosen.split(".");
            onChange({ options: child ? { table: child, field: far } : {}, lines: child ? null : "" });
          }}
          options={[
            { value: NEW, label: t("schema.newLines") },
            ...pathsTo(table, tables).filter((path) => !path.several),
          ]}
        />
      </Form.Item>
      {step === NEW && (
        <Form.Item label={t("schema.linesName")} htmlFor="schema-lines">
          <Input
            id="schema-lines"
            maxLength={100}
            value={draft.lines ?? ""}
            placeholder={draft.label}
            onChange={(event) => onChange({ lines: event.target.value })}
          />
        </Form.Item>
      )}
    </>
  );
}

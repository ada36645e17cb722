/** Writes a follow-up: what happened, how, and when to come back. Keeps the text when the server refuses. */
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import type { Draft, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { asText, isWritable, toWire } from "../fields";
import { FieldControl } from "../ui/FieldControl";
import { defaultsOf } from "./draft";
import type { TimelineFields } from "./layout";

interface FollowUpBoxProps {
  table: Table;
  link: string;
  parent: number;
  fields: TimelineFields;
}

export function FollowUpBox({ table, link, parent, fields }: FollowUpBoxProps) {
  const { key: ws, contextOf, member, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const writes = useWrites(ws, "timeline");
  const [draft, setDraft] = useState<Draft>(() => defaultsOf(table, member, display.today));
  const [saving, setSaving] = useState(false);
  const context = contextOf(table.key);
  const content = asText(draft[fields.content.key]);
  const small = [...fields.options, ...(fields.next ? [fields.next] : [])].filter(isWritable);

  const post = async () => {
    setSaving(true);
    try {
      const values = toWire(draft, table.fields);
      const at = fields.at.key;
      await writes.create(table.key, [{ [at]: new Date().toISOString(), ...values, [link]: parent }]);
      setDraft(defaultsOf(table, member, display.today));
    } catch (error) {
      message.error(sentence(error));
    } finally {
      setSaving(false);
    }
  };

  return (
    <div className="gz-follow-up">
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 8 }}
        variant="borderless"
        placeholder={t("record.writeFollowUp")}
        aria-label={fields.content.label}
        value={content}
        onChange={(event) => setDraft((old) => ({ ...old, [fields.content.key]: event.target.value }))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && content.trim()) void post();
        }}
      />
      <div className="gz-follow-up-foot">
        {small.map((field) => {
          return (
            <div
              key={field.key}
              role="group"
              aria-label={field.label}
              className="gz-follow-up-field"
              title={field.label}
            >
              <FieldControl
                field={field}
                value={draft[field.key] ?? null}
                context={context}
                placeholder={field.label}
                onChange={(value) => setDraft((old) => ({ ...old, [field.key]: value }))}
              />
            </div>
          );
        })}
        <Button type="primary" disabled={content.trim() === ""} loading={saving} onClick={post}>
          {t("record.postFollowUp")}
        </Button>
      </div>
    </div>
  );
}

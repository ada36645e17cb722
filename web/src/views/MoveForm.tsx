/** What the server wants to know before a record may move. Cancelling puts it back. */
import { Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft, Field } from "../api/types";
import { type FieldContext, uiOf } from "../fields";
import "./move.css";
import type { Wanting } from "./useMoves";

interface MoveFormProps {
  wanting: Wanting;
  label: string;
  context: FieldContext;
  onSave: (values: Draft) => Promise<void>;
  onCancel: () => void;
}

export function MoveForm({ wanting, label, context, onSave, onCancel }: MoveFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() =>
    Object.fromEntries(
      wanting.fields.map((field) => [field.key, wanting.move.row.values[field.key] ?? null]),
    ),
  );
  const [saving, setSaving] = useState(false);
  return (
    <Modal
      open
      title={t("table.reasonTitle", { label })}
      okText={t("frame.save")}
      confirmLoading={saving}
      onCancel={onCancel}
      onOk={async () => {
        setSaving(true);
        await onSave(draft);
        setSaving(false);
      }}
    >
      {wanting.fields.map((field) => (
        <MoveField
          key={field.key}
          field={field}
          draft={draft}
          problem={wanting.problems[field.key] ?? null}
          context={context}
          record={wanting.move.row.id}
          onChange={setDraft}
        />
      ))}
    </Modal>
  );
}

interface MoveFieldProps {
  field: Field;
  draft: Draft;
  problem: string | null;
  context: FieldContext;
  record: number;
  onChange: (draft: Draft) => void;
}

function MoveField({ field, draft, problem, context, record, onChange }: MoveFieldProps) {
  const id = useId();
  const Input = uiOf(field).input;
  return (
    <div className="gz-move-field">
      <label htmlFor={id}>{field.label}</label>
      <Input
        id={id}
        field={field}
        value={draft[field.key] ?? null}
        context={context}
        record={record}
        {...(problem ? { status: "error" as const } : {})}
        onChange={(value) => onChange({ ...draft, [field.key]: value })}
      />
      {problem && (
        <div className="gz-move-problem" role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

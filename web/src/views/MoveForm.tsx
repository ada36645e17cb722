/** What the server wants to know before a record may move. Cancelling puts it back. */
import { Modal } from "antd";
import { useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft, Field, Table, Value } from "../api/types";
import { type FieldContext, toWire, uiOf } from "../fields";
import { isShort } from "../record/draft";
import { fieldOfType } from "../record/recordTypes";
import "./move.css";
import type { Wanting } from "./useMoves";

interface MoveFormProps {
  table: Table;
  wanting: Wanting;
  label: string;
  context: FieldContext;
  onSave: (values: Draft) => Promise<void>;
  onCancel: () => void;
}

export function MoveForm({ table, wanting, label, context, onSave, onCancel }: MoveFormProps) {
  const { t } = useTranslation();
  // Kept from one refusal to the next, whichever fields each asks for.
  const [typed, setTyped] = useState<Draft>({});
  const [saving, setSaving] = useState(false);
  const held = (key: string): Value => typed[key] ?? (key in typed ? null : (wanting.values[key] ?? null));
  const { record_types: types } = table;
  const around = useMemo<FieldContext>(() => {
    const short = table.fields.filter(isShort);
    const values = toWire({ ...wanting.moved, ...typed }, short);
    return {
      ...context,
      candidates: (of, field, q, options) => context.candidates(of, field, q, { ...options, values }),
    };
  }, [context, table, wanting.moved, typed]);
  return (
    <Modal
      open
      title={t("table.reasonTitle", { label })}
      okText={t("frame.save")}
      confirmLoading={saving}
      onCancel={onCancel}
      onOk={async () => {
        setSaving(true);
        const asked = wanting.fields.map((field) => [field.key, held(field.key)]);
        await onSave({ ...typed, ...Object.fromEntries(asked) });
        setSaving(false);
      }}
    >
      {wanting.fields.map((field) => (
        <MoveField
          key={field.key}
          field={fieldOfType(types, field, types ? held(types.field) : null)}
          value={held(field.key)}
          problem={wanting.problems[field.key] ?? null}
          context={around}
          record={wanting.move.row.id}
          onChange={(value) => setTyped((old) => ({ ...old, [field.key]: value }))}
        />
      ))}
    </Modal>
  );
}

interface MoveFieldProps {
  field: Field;
  value: Value;
  problem: string | null;
  context: FieldContext;
  record: number;
  onChange: (value: Value) => void;
}

function MoveField({ field, value, problem, context, record, onChange }: MoveFieldProps) {
  const id = useId();
  const Input = uiOf(field).input;
  return (
    <div className="gz-move-field">
      <label htmlFor={id}>{field.label}</label>
      <Input
        id={id}
        field={field}
        value={value}
        context={context}
        record={record}
        {...(problem ? { status: "error" as const } : {})}
        onChange={onChange}
      />
      {problem && (
        <div className="gz-move-problem" role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

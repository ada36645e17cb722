/** Asks for what a button needs. What was typed stays when the server refuses. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action, ActionInput } from "../api/actions";
import { errorsByPlace } from "../api/problem";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";

interface ActionsDialogProps {
  action: Action;
  /** What the dialog is called, where the button's name says too little. */
  title?: string;
  onCancel: () => void;
  /** Rejects with what the server says. */
  onConfirm: (inputs: Record<string, unknown>) => Promise<void>;
}

export function ActionsDialog({ action, title, onCancel, onConfirm }: ActionsDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [saving, setSaving] = useState(false);
  const [general, setGeneral] = useState<string[]>([]);

  const send = async (values: Record<string, unknown>) => {
    setSaving(true);
    setGeneral([]);
    try {
      const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
      await onConfirm(Object.fromEntries(given));
    } catch (error) {
      const found = errorsByPlace(
        error,
        action.inputs.map((each) => each.key),
      );
      form.setFields(Object.entries(found.fields).map(([name, text]) => ({ name, errors: [text] })));
      setGeneral(found.general);
    } finally {
      setSaving(false);
    }
  };

  return (
    <Modal
      open
      title={title ?? action.label}
      okText={action.label}
      confirmLoading={saving}
      onOk={() => form.submit()}
      onCancel={onCancel}
      mask={{ closable: false }}
      width={440}
    >
      {action.confirm && <p>{action.confirm}</p>}
      <Form form={form} layout="vertical" requiredMark onFinish={(values) => void send(values)}>
        {action.inputs.map((input, place) => (
          <Form.Item
            key={input.key}
            name={input.key}
            label={input.label}
            valuePropName={input.type === "checkbox" ? "checked" : "value"}
            rules={[
              {
                required: input.required,
                // Said at all it makes a text of the value, which members and ticks are none of.
                ...(input.type === "text" || input.type === "long_text" ? { whitespace: true } : {}),
                message: t("record.missing", { field: input.label }),
              },
            ]}
          >
            <Control input={input} autoFocus={place === 0} />
          </Form.Item>
        ))}
      </Form>
      {general.map((text) => (
        <p key={text} className="gz-action-problem" role="alert">
          {text}
        </p>
      ))}
    </Modal>
  );
}

interface InputControlProps {
  input: ActionInput;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** A control for one input outside of a form. */
export function InputControl({ input, value, onChange }: InputControlProps) {
  switch (input.type) {
    case "member":
      return (
        <MemberSelect
          label={input.label}
          autoFocus={false}
          value={typeof value === "number" ? value : null}
          onChange={onChange}
        />
      );
    case "checkbox":
      return (
        <Checkbox
          aria-label={input.label}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    default:
      return (
        <Input
          aria-label={input.label}
          type={input.type === "date" ? "date" : "text"}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

/** A control for one input; Ant Design's form hands it its value. */
function Control({ input, ...props }: { input: ActionInput; autoFocus: boolean }) {
  switch (input.type) {
    case "member":
      return <MemberSelect label={input.label} {...props} />;
    case "long_text":
      return <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} {...props} />;
    case "date":
      return <Input type="date" {...props} />;
    case "checkbox":
      return <Checkbox {...props} />;
    default:
      return <Input {...props} />;
  }
}

interface MemberSelectProps {
  label: string;
  autoFocus: boolean;
  value?: number | null;
  onChange?: (member: number) => void;
}

function MemberSelect({ label, ...props }: MemberSelectProps) {
  const { key: ws } = useWorkspace();
  const { data, isPending } = useQuery(membersQuery(ws));
  const active = (data ?? []).filter((member) => member.state === "active");
  return (
    <Select
      showSearch={{ optionFilterProp: "label" }}
      loading={isPending}
      options={active.map((member) => ({ value: member.id, label: member.name }))}
      aria-label={label}
      {...props}
    />
  );
}

/** Asks for what a button needs. What was typed stays when the server refuses. */
import { Form, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../api/actions";
import { errorsByPlace } from "../api/problem";
import { InputControl } from "./InputControl";

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
            rules={[
              {
                required: input.required,
                // Said at all it makes a text of the value, which members and ticks are none of.
                ...(input.type === "text" || input.type === "long_text" ? { whitespace: true } : {}),
                message: t("record.missing", { field: input.label }),
              },
            ]}
          >
            <InputControl input={input} autoFocus={place === 0} />
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

/** Asks for the reason when something is changed that a template brought. */
import { Alert, Input, Modal } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Guard } from "../api/automations";
import { sentence } from "../api/problem";

interface GuardDialogProps {
  title: string;
  hint?: ReactNode;
  /** Whether a reason must be given. */
  reasoned: boolean;
  danger?: boolean;
  okText?: string;
  width?: number;
  /** Resolves when it is done; what it throws is shown, and the dialog stays. */
  onConfirm: (guard: Guard) => Promise<void>;
  onClose: () => void;
}

export function GuardDialog({
  title,
  hint,
  reasoned,
  danger = false,
  okText,
  width = 520,
  onConfirm,
  onClose,
}: GuardDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    if (reasoned && !reason.trim()) {
      setProblem(t("automations.reasonNeeded"));
      return;
    }
    setBusy(true);
    try {
      await onConfirm(reasoned ? { confirm: true, reason: reason.trim() } : {});
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      width={width}
      okText={okText ?? t("automations.confirm")}
      okButtonProps={{ danger }}
      confirmLoading={busy}
      onOk={() => void confirm()}
      onCancel={onClose}
    >
      {hint && <div className="gz-flow-guard-hint">{hint}</div>}
      {reasoned && (
        <div className="gz-flow-guard">
          <label htmlFor={id}>{t("automations.reason")}</label>
          <Input.TextArea
            id={id}
            autoFocus
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={1000}
            value={reason}
            status={problem && !reason.trim() ? "error" : ""}
            onChange={(event) => {
              setReason(event.target.value);
              setProblem(null);
            }}
          />
        </div>
      )}
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
    </Modal>
  );
}

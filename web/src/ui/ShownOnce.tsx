/** A secret at the one time it can be read. Closing is deliberate: no click beside the dialog loses it. */
import { CopyOutlined } from "@ant-design/icons";
import { Alert, App, Button, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import "./shownOnce.css";

interface ShownOnceProps {
  title: string;
  secret: string;
  hint?: string;
  onClose: () => void;
}

export function ShownOnce({ title, secret, hint, onClose }: ShownOnceProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      message.success(t("account.copied"));
    } catch {
      message.warning(t("account.copyFailed"));
    }
  };
  return (
    <Modal
      open
      title={title}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("frame.close")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("account.shownOnce")} />
      {hint && <p className="gz-muted gz-shown-once-hint">{hint}</p>}
      <div className="gz-shown-once">
        <Input value={secret} readOnly aria-label={title} onFocus={(event) => event.target.select()} />
        <Button icon={<CopyOutlined aria-hidden />} onClick={copy}>
          {t("account.copy")}
        </Button>
      </div>
    </Modal>
  );
}

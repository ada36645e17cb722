/** Secrets at the one time they can be read. Closing is deliberate: no click beside the dialog loses it. */
import { CopyOutlined } from "@ant-design/icons";
import { Alert, App, Button, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import "./shownOnce.css";

interface ShownOnceProps {
  title: string;
  secret: string;
  hint?: string;
  /** A second one that belongs to it. */
  also?: { title: string; secret: string };
  onClose: () => void;
}

export function ShownOnce({ title, secret, hint, also, onClose }: ShownOnceProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async (secret: string) => {
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
      {[{ title, secret }, ...(also ? [also] : [])].map((one) => (
        <div key={one.title}>
          {also && <span className="gz-muted">{one.title}</span>}
          <div className="gz-shown-once">
            <Input
              value={one.secret}
              readOnly
              aria-label={one.title}
              onFocus={(event) => event.target.select()}
            />
            <Button
              icon={<CopyOutlined aria-hidden />}
              aria-label={also ? `${t("account.copy")} ${one.title}` : t("account.copy")}
              onClick={() => copy(one.secret)}
            >
              {t("account.copy")}
            </Button>
          </div>
        </div>
      ))}
    </Modal>
  );
}

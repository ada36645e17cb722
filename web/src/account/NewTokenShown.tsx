/** The one time a token can be read. Closing is deliberate: no click beside the dialog loses it. */
import { CopyOutlined } from "@ant-design/icons";
import { Alert, App, Button, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";

export function NewTokenShown({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token);
      message.success(t("account.copied"));
    } catch {
      message.warning(t("account.copyFailed"));
    }
  };
  return (
    <Modal
      open
      title={t("account.tokens")}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("frame.close")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("account.shownOnce")} />
      <div className="gz-token-once">
        <Input
          value={token}
          readOnly
          aria-label={t("account.tokens")}
          onFocus={(event) => event.target.select()}
        />
        <Button icon={<CopyOutlined aria-hidden />} onClick={copy}>
          {t("account.copy")}
        </Button>
      </div>
    </Modal>
  );
}

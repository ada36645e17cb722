/** Shows the key by which requests are signed, to those who build. */
import { KeyOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchSecret } from "../api/automations";
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";
import { ShownOnce } from "../ui/ShownOnce";

export function SecretButton({ automation }: { automation: string | null }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [secret, setSecret] = useState<string | null>(null);
  const show = async () => {
    if (!automation) return;
    try {
      setSecret(await fetchSecret(ws, automation));
    } catch (error) {
      message.error(sentence(error));
    }
  };
  return (
    <>
      <Button
        size="small"
        icon={<KeyOutlined aria-hidden />}
        disabled={!automation}
        onClick={() => void show()}
      >
        {t("automations.showSecret")}
      </Button>
      {!automation && <span className="gz-muted"> {t("automations.saveFirst")}</span>}
      {secret && (
        <ShownOnce
          title={t("automations.secret")}
          secret={secret}
          hint={t("automations.secretHint")}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}

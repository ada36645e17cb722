/** In place of what is about a table that the reader may not view: what they can change all the same. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";

export function HiddenTable() {
  const { t } = useTranslation();
  return (
    <Alert
      className="gz-flow-hidden"
      type="info"
      showIcon
      title={t("automations.hiddenTitle")}
      description={t("automations.hiddenHint")}
    />
  );
}

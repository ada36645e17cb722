/** Says to whoever is in no role group yet why there is so little to see, and who can change it (S66). */
import { InfoCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";

export function NewcomerBanner() {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  if (member.roles.length > 0 || member.admin) return null;
  return (
    <div className="gz-seeing-banner" role="status">
      <InfoCircleOutlined aria-hidden />
      <span>{t("frame.newcomer")}</span>
    </div>
  );
}

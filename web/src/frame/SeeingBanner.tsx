/** Says, as long as it lasts, that one looks with the eyes of somebody else; and leads back. */
import { EyeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type Seeing, stopSeeing } from "../app/viewAs";

export function SeeingBanner({ seen }: { seen: Seeing }) {
  const { t } = useTranslation();
  const words = seen.view.startsWith("member:")
    ? t("settings.seeing", { name: seen.name })
    : seen.name
      ? t("settings.seeingRoles", { name: seen.name })
      : t("settings.seeingNewcomer");
  return (
    <div className="gz-seeing-banner" role="status">
      <EyeOutlined aria-hidden />
      <span>{words}</span>
      <Button size="small" onClick={() => stopSeeing(seen.ws)}>
        {t("settings.stopSeeing")}
      </Button>
    </div>
  );
}

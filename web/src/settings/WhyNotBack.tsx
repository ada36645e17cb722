/** Why an entry of a log has no way back here, and where there is one. */
import { useTranslation } from "react-i18next";

const REASONS = {
  "role.restore": "settings.backRoleRestore",
  "member.state": "settings.backMemberState",
  "rows.handover": "settings.backHandover",
  view_as: "settings.backViewAs",
} as const;

export function WhyNotBack({ action }: { action: string }) {
  const { t } = useTranslation();
  const why = action in REASONS ? REASONS[action as keyof typeof REASONS] : "settings.backNot";
  return <span className="gz-muted gz-log-why">{t(why)}</span>;
}

/** What has become of an approval. */
import { useTranslation } from "react-i18next";
import type { ApprovalSummary } from "../api/approvals";

export function StateTag({ state }: { state: ApprovalSummary["state"] }) {
  const { t } = useTranslation();
  return <span className={`gz-approval-state gz-approval-${state}`}>{t(`approvals.state.${state}`)}</span>;
}

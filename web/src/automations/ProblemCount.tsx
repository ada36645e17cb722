/** How much is wrong with a definition, and what of it has no place of its own. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Problems } from "./problems";

export function ProblemCount({ problems }: { problems: Problems }) {
  const { t } = useTranslation();
  if (problems.count === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t("automations.problems", { count: problems.count })}
      description={problems.general.length > 0 ? problems.general.join("；") : undefined}
    />
  );
}

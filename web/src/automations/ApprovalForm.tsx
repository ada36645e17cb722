/** Steps about an approval: it is begun, decided on, or withdrawn. */
import { Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { Line } from "./Line";
import type { StepFormProps } from "./StepForm";

export function ApprovalForm({ node, around, onParts }: StepFormProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const { kind, parts } = node;
  if (kind !== "submit" && kind !== "decide" && kind !== "withdraw") return null;
  return (
    <>
      <Line label={t("automations.approvalField")}>
        <Select
          className="gz-flow-wide"
          aria-label={t("automations.approvalField")}
          value={parts[kind] || undefined}
          notFoundContent={t("automations.noApprovals")}
          options={(tables.get(around.table)?.approvals ?? []).map((one) => ({
            value: one.key,
            label: one.label,
          }))}
          onChange={(key) => onParts({ ...parts, [kind]: key })}
        />
      </Line>
      {kind === "decide" && (
        <Line label={t("automations.decision")} hint={t("automations.decisionHint")}>
          <Segmented<"approve" | "reject">
            value={parts.outcome ?? "approve"}
            options={[
              { value: "approve", label: t("automations.outcomes.approved") },
              { value: "reject", label: t("automations.outcomes.rejected") },
            ]}
            onChange={(outcome) => onParts({ ...parts, outcome })}
          />
        </Line>
      )}
    </>
  );
}

/** Whom an approval would ask about a record, stage by stage, and why them. Nothing is submitted. */
import { Alert, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApprovalDocument, type ApprovalTrial, MODES, tryApproval } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { useWords } from "../automations/useWords";
import { TrialCard } from "./TrialCard";
import type { ActionEditing } from "./useActionEditing";

interface ApprovalTrialPanelProps {
  document: ApprovalDocument;
  dirty: boolean;
  editing: ActionEditing;
}

export function ApprovalTrialPanel({ document, dirty, editing }: ApprovalTrialPanelProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const [found, setFound] = useState<ApprovalTrial | null>(null);
  const { table } = document;
  return (
    <TrialCard
      table={table}
      hint={t("actions.tryApprovalHint")}
      asWhom={t("actions.asSubmitter")}
      dirty={dirty}
      editing={editing}
      result={found && <Told trial={found} table={table} />}
      onTry={async (tried) =>
        setFound(await tryApproval(ws, document, { ...tried, ...(dirty ? { definition: document } : {}) }))
      }
      onOld={() => setFound(null)}
    />
  );
}

const modeOf = (mode: string) => MODES.find((one) => one === mode) ?? "any";

function Told({ trial, table }: { trial: ApprovalTrial; table: string }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="gz-trial">
      {trial.refused && (
        <Alert type="error" showIcon title={trial.refused.map((one) => one.message).join("；")} />
      )}
      {trial.open && (
        <Alert type="warning" showIcon title={t("actions.openAlready", { round: trial.open.round })} />
      )}
      <ol className="gz-tried-stages">
        {trial.stages.map((stage) => (
          <li key={stage.key} data-applies={stage.applies}>
            <header>
              <strong>{stage.label[display.locale]}</strong>
              {stage.applies ? (
                stage.asked.length > 1 && <Tag>{t(`actions.modes.${modeOf(stage.mode)}`)}</Tag>
              ) : (
                <Tag>{t("actions.passedOver")}</Tag>
              )}
            </header>
            <ul>
              {stage.asked.map((one, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: somebody may be asked in two ways
                <li key={at}>
                  <b>{one.member?.label ?? one.role?.label}</b>
                  {one.role?.members && one.role.members.length > 0 && (
                    <span className="gz-muted">
                      （{words.list(one.role.members.map((each) => each.label))}）
                    </span>
                  )}
                  {one.fallback && <Tag color="orange">{t("actions.byFallback")}</Tag>}
                  <p className="gz-muted">{one.reason}</p>
                </li>
              ))}
            </ul>
            {stage.applies && stage.fields.length > 0 && (
              <p className="gz-muted">
                {t("actions.stageFields")}：{words.list(stage.fields.map((key) => words.path(table, key)))}
              </p>
            )}
          </li>
        ))}
      </ol>
      {trial.copied.length > 0 && (
        <p>
          {t("actions.copied")}：{words.list(trial.copied.map((one) => one.label))}
        </p>
      )}
    </div>
  );
}

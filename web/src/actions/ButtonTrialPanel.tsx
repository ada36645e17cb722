/** What pressing a button would come to: for whom, on which record, which check decides, and what would change. */
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Alert, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Changed } from "../api/automations";
import { type ButtonDocument, type ButtonTrial, tryButton } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";
import { Change } from "../automations/TrialResult";
import { InputControl } from "../record/InputControl";
import type { ButtonDraft } from "./drafts";
import { TrialCard } from "./TrialCard";
import type { ActionEditing } from "./useActionEditing";

interface ButtonTrialPanelProps {
  draft: ButtonDraft;
  document: ButtonDocument;
  dirty: boolean;
  editing: ActionEditing;
}

export function ButtonTrialPanel({ draft, document, dirty, editing }: ButtonTrialPanelProps) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const [inputs, setInputs] = useState<Record<string, unknown>>({});
  const [found, setFound] = useState<ButtonTrial | null>(null);
  return (
    <TrialCard
      table={draft.document.table}
      hint={t("actions.tryButtonHint")}
      asWhom={t("actions.asWhom")}
      dirty={dirty}
      editing={editing}
      result={found && <Told trial={found} />}
      onTry={async (tried) => {
        const given = Object.entries(inputs).filter(([, value]) => value !== "" && value !== undefined);
        setFound(
          await tryButton(ws, document, {
            ...tried,
            inputs: Object.fromEntries(given),
            ...(dirty ? { definition: document } : {}),
          }),
        );
      }}
      onOld={() => setFound(null)}
    >
      {(document.inputs ?? []).map((input) => {
        const label = input.label[display.locale] || input.key;
        return (
          <Line key={input.key} label={label}>
            <div className="gz-flow-wide">
              <InputControl
                input={{ ...input, label, required: input.required ?? false }}
                value={inputs[input.key]}
                onChange={(value) => setInputs((old) => ({ ...old, [input.key]: value }))}
              />
            </div>
          </Line>
        );
      })}
    </TrialCard>
  );
}

function Told({ trial }: { trial: ButtonTrial }) {
  const { t } = useTranslation();
  const name = trial.member?.label ?? "";
  return (
    <div className="gz-trial">
      <p>
        {trial.offered ? (
          <Tag color="green">{t("actions.offered", { name })}</Tag>
        ) : (
          <Tag color="orange">{t("actions.notOffered", { name })}</Tag>
        )}
      </p>
      <ul className="gz-checks" aria-label={t("actions.checks")}>
        {trial.checks.map((check) => (
          <li key={check.name} data-holds={check.holds}>
            {check.holds ? <CheckOutlined aria-hidden /> : <CloseOutlined aria-hidden />} {check.label}
            {check.errors.length > 0 && `：${check.errors.map((one) => one.message).join("；")}`}
          </li>
        ))}
      </ul>
      {trial.refused ? (
        <Alert
          type="error"
          showIcon
          title={t("actions.wouldRefuse")}
          description={trial.refused.map((one) => one.message).join("；")}
        />
      ) : (
        <>
          {trial.message && <Alert type="success" showIcon title={trial.message} />}
          <h3>
            {trial.changes.length > 0
              ? t("automations.wouldChange", { count: trial.changes.length })
              : t("automations.wouldChangeNothing")}
          </h3>
          <ul>
            {trial.changes.map((change, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a record may be changed by several steps
              <Change key={at} change={change as Changed} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

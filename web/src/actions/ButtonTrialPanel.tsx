/** What pressing a button would come to: for whom, on which record, which check decides, and what would change. */
import { CheckOutlined, CloseOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Alert, Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Changed } from "../api/automations";
import { type ButtonDocument, type ButtonTrial, tryButton } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";
import { RecordPicker } from "../automations/RecordPicker";
import { Change } from "../automations/TrialResult";
import { useAsking } from "../automations/useAsking";
import { InputControl } from "../record/ActionsDialog";
import { AsWhom } from "./AsWhom";
import type { ButtonDraft } from "./drafts";
import type { ActionEditing } from "./useActionEditing";

interface ButtonTrialPanelProps {
  draft: ButtonDraft;
  document: ButtonDocument;
  dirty: boolean;
  editing: ActionEditing;
}

export function ButtonTrialPanel({ draft, document, dirty, editing }: ButtonTrialPanelProps) {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const [record, setRecord] = useState<number | null>(null);
  const [member, setMember] = useState<number | null>(null);
  const [inputs, setInputs] = useState<Record<string, unknown>>({});
  const [found, setFound] = useState<ButtonTrial | null>(null);
  const { busy, ask } = useAsking(editing.refuse);
  const { table } = draft.document;
  const run = async () => {
    if (record === null || !editing.complete()) return;
    await ask(async () => {
      const given = Object.entries(inputs).filter(([, value]) => value !== "" && value !== undefined);
      setFound(
        await tryButton(ws, document, {
          record,
          inputs: Object.fromEntries(given),
          ...(member === null ? {} : { member }),
          ...(dirty ? { definition: document } : {}),
        }),
      );
    });
  };
  return (
    <div className="gz-flow">
      <p className="gz-muted">{t("actions.tryButtonHint")}</p>
      <div className="gz-flow-card">
        <Line label={t("automations.record")}>
          <RecordPicker
            table={table}
            value={record}
            label={t("automations.chooseRecord", { table: tables.get(table)?.label ?? "" })}
            onChange={(id) => {
              setRecord(id);
              setFound(null);
            }}
          />
        </Line>
        <AsWhom
          label={t("actions.asWhom")}
          member={member}
          onChange={(next) => {
            setMember(next);
            setFound(null);
          }}
        />
        {(document.inputs ?? []).map((input) => {
          const label = input.label[display.locale] || input.key;
          return (
            <Line key={input.key} label={label}>
              <InputControl
                input={{ ...input, label, required: input.required ?? false }}
                value={inputs[input.key]}
                onChange={(value) => setInputs((old) => ({ ...old, [input.key]: value }))}
              />
            </Line>
          );
        })}
        <div className="gz-flow-row">
          <Button
            type="primary"
            icon={<PlayCircleOutlined aria-hidden />}
            disabled={record === null}
            loading={busy}
            onClick={() => void run()}
          >
            {t("automations.run")}
          </Button>
          {dirty && <span className="gz-muted">{t("automations.tryDraft")}</span>}
        </div>
      </div>
      {found && <Told trial={found} />}
    </div>
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

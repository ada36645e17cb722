/** On which record, for whom, and the button that tries it. Whatever is chosen anew makes an answer old. */
import { PlayCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";
import { RecordPicker } from "../automations/RecordPicker";
import { useAsking } from "../automations/useAsking";
import { AsWhom } from "./AsWhom";
import type { ActionEditing } from "./useActionEditing";

/** `member` is absent for oneself. */
export interface Tried {
  record: number;
  member?: number;
}

interface TrialCardProps {
  table: string;
  hint: string;
  asWhom: string;
  dirty: boolean;
  editing: ActionEditing;
  /** What else is asked for. */
  children?: ReactNode;
  result: ReactNode;
  onTry: (tried: Tried) => Promise<void>;
  onOld: () => void;
}

export function TrialCard({
  table,
  hint,
  asWhom,
  dirty,
  editing,
  children,
  result,
  onTry,
  onOld,
}: TrialCardProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const [record, setRecord] = useState<number | null>(null);
  const [member, setMember] = useState<number | null>(null);
  const { busy, ask } = useAsking(editing.refuse);
  const run = async () => {
    if (record === null || !editing.complete()) return;
    await ask(() => onTry({ record, ...(member === null ? {} : { member }) }));
  };
  return (
    <div className="gz-flow">
      <p className="gz-muted">{hint}</p>
      <div className="gz-flow-card">
        <Line label={t("automations.record")}>
          <RecordPicker
            table={table}
            value={record}
            label={t("automations.chooseRecord", { table: tables.get(table)?.label ?? "" })}
            onChange={(id) => {
              setRecord(id);
              onOld();
            }}
          />
        </Line>
        <AsWhom
          label={asWhom}
          member={member}
          onChange={(next) => {
            setMember(next);
            onOld();
          }}
        />
        {children}
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
      {result}
    </div>
  );
}

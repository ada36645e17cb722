/** A dry run for one record: all steps, all undone. */
import { PlayCircleOutlined } from "@ant-design/icons";
import { Alert, Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AutomationInFull, type Trial, tryAutomation } from "../api/automations";
import { useWorkspace } from "../app/workspace";
import type { AutomationDocument } from "./document";
import type { Draft } from "./draft";
import { RecordPicker } from "./RecordPicker";
import { TrialResult } from "./TrialResult";
import { useAsking } from "./useAsking";

export interface TrialProps {
  automation: AutomationInFull | null;
  draft: Draft;
  document: AutomationDocument;
  dirty: boolean;
  /** Whether nothing is missing in the definition. */
  complete: () => boolean;
  /** Shows what the server finds wrong with the definition; throws what is something else. */
  refuse: (error: unknown) => void;
}

export function TryPanel({ automation, draft, document, dirty, complete, refuse }: TrialProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const [record, setRecord] = useState<number | null>(null);
  const [found, setFound] = useState<{ trial: Trial & { matches: boolean }; steps: Draft["steps"] } | null>(
    null,
  );
  const { busy, ask } = useAsking(refuse);
  const table = tables.get(draft.table);
  const run = async () => {
    if (record === null || !complete()) return;
    await ask(async () => {
      const trial = await tryAutomation(ws, automation?.key ?? draft.key, {
        record,
        ...(dirty ? { definition: document } : {}),
      });
      setFound({ trial, steps: draft.steps });
    });
  };
  return (
    <div className="gz-flow">
      <p className="gz-muted">{t("automations.tryHint")}</p>
      <div className="gz-settings-bar">
        <RecordPicker
          table={draft.table}
          value={record}
          label={t("automations.chooseRecord", { table: table?.label ?? "" })}
          onChange={(id) => {
            setRecord(id);
            setFound(null);
          }}
        />
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
      {found && (
        <>
          {found.trial.matches ? (
            <Tag color="green">{t("automations.matches")}</Tag>
          ) : (
            <Alert type="warning" showIcon title={t("automations.noMatchRecord")} />
          )}
          <TrialResult trial={found.trial} steps={found.steps} table={draft.table} />
        </>
      )}
    </div>
  );
}

/** On which rows something holds, in a dialog of its own. */
import { Alert, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition, Table } from "../api/types";
import { RowsChoice, type RowsDraft } from "./RowsChoice";

interface RowsDialogProps {
  title: string;
  table: Table;
  start: Condition | null;
  onSave: (rows: Condition | null) => Promise<boolean>;
  onClose: () => void;
}

export function RowsDialog({ title, table, start, onSave, onClose }: RowsDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<RowsDraft>({ rows: start, lacks: null });
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    if (draft.lacks) {
      setProblem(t(draft.lacks === "half" ? "settings.conditionHalf" : "settings.conditionMissing"));
      return;
    }
    setSaving(true);
    if (await onSave(draft.rows)) onClose();
    else setSaving(false);
  };
  return (
    <Modal
      open
      title={title}
      width={760}
      okText={t("settings.save")}
      confirmLoading={saving}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <RowsChoice
        table={table}
        start={start}
        onChange={(next) => {
          setDraft(next);
          setProblem(null);
        }}
      />
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
    </Modal>
  );
}

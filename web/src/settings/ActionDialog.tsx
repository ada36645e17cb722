/** One cell of the matrix: whether the action is granted, on which rows, tried out on today's members before it is saved. */
import { Alert, Button, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { type ActionKey, type Simulated, simulate } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { Effect } from "./Effect";
import type { Line } from "./lines";
import { RowsChoice, type RowsDraft } from "./RowsChoice";
import { useSaveRights } from "./useSaveRights";

interface ActionDialogProps {
  line: Line;
  action: ActionKey;
  onClose: () => void;
}

export function ActionDialog({ line, action, onClose }: ActionDialogProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const { saveLine } = useSaveRights();
  const said = line.said.actions[action];
  const table = tables.get(line.table);
  const [granted, setGranted] = useState(said !== undefined);
  const [draft, setDraft] = useState<RowsDraft>({ rows: said?.rows ?? null, lacks: null });
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [effect, setEffect] = useState<Simulated | null>(null);
  const [busy, setBusy] = useState(false);

  const wanted = (): { rows: RowsDraft["rows"] } | null => (granted ? { rows: draft.rows } : null);
  const complete = (): boolean => {
    const lacks = granted ? draft.lacks : null;
    setProblem(lacks ? t(lacks === "half" ? "settings.conditionHalf" : "settings.conditionMissing") : null);
    return lacks === null;
  };
  const tryOut = async () => {
    if (!complete()) return;
    setBusy(true);
    try {
      setEffect(await simulate(ws, { table: line.table, role: line.role, action, draft: wanted() }));
    } catch (error) {
      setProblem(sentence(error));
    }
    setBusy(false);
  };
  const save = async () => {
    if (!complete()) return;
    setBusy(true);
    if (await saveLine(line, { actions: { [action]: wanted() } }, reason)) onClose();
    else setBusy(false);
  };

  return (
    <Modal
      open
      title={`${line.roleLabel} · ${line.tableLabel} · ${t(`settings.${action}`)}`}
      width={760}
      onCancel={onClose}
      footer={[
        <Button key="try" loading={busy} onClick={() => void tryOut()} className="gz-dialog-left">
          {t("settings.tryOut")}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t("frame.cancel")}
        </Button>,
        <Button key="save" type="primary" loading={busy} onClick={() => void save()}>
          {t("settings.save")}
        </Button>,
      ]}
    >
      <Radio.Group
        optionType="button"
        value={granted}
        onChange={({ target }) => {
          setGranted(target.value as boolean);
          setEffect(null);
        }}
        options={[
          { value: false, label: t("settings.notGranted") },
          { value: true, label: t("settings.allowed") },
        ]}
      />
      {granted && table && (
        <RowsChoice
          table={table}
          start={said?.rows ?? null}
          onChange={(next) => {
            setDraft(next);
            setProblem(null);
            setEffect(null);
          }}
        />
      )}
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      {effect && <Effect effect={effect} />}
      <Input
        className="gz-rights-reason"
        maxLength={500}
        placeholder={`${t("settings.reason")}：${t("settings.reasonHint")}`}
        aria-label={t("settings.reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}

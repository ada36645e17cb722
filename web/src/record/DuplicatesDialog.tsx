/** Records like the one that a button is about to make: one of them is taken, or another one is made all the same. */
import { Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Action, Duplicates } from "../api/actions";
import { sentence } from "../api/problem";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import "./duplicates.css";

const NEW = "new";

interface DuplicatesDialogProps {
  action: Action;
  found: Duplicates;
  onCancel: () => void;
  /** The record to take, null for a new one. Rejects with what the server says. */
  onChoose: (record: number | null) => Promise<void>;
}

export function DuplicatesDialog({ action, found, onCancel, onChoose }: DuplicatesDialogProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const first = found.records.find((one) => one.usable)?.id ?? NEW;
  const [chosen, setChosen] = useState<number | typeof NEW>(first);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const table = tables.get(found.table)?.label ?? found.table;
  const send = async () => {
    setSaving(true);
    setProblem(null);
    try {
      await onChoose(chosen === NEW ? null : chosen);
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal
      open
      title={t("record.duplicates", { table })}
      okText={action.label}
      confirmLoading={saving}
      onOk={() => void send()}
      onCancel={onCancel}
      mask={{ closable: false }}
      width={520}
    >
      <Radio.Group
        className="gz-duplicates"
        value={chosen}
        onChange={(event) => setChosen(event.target.value as number | typeof NEW)}
      >
        {found.records.map((one, place) => (
          <div key={one.id ?? `unseen-${place}`} className="gz-duplicate">
            <Radio value={one.usable ? one.id : `unseen-${place}`} disabled={!one.usable}>
              <strong>{one.label ?? t("record.duplicateUnnamed")}</strong>
            </Radio>
            <span className="gz-muted">
              {one.shown
                .filter(({ text }) => text)
                .map(({ field, label, text }) => (
                  <span key={field}>
                    {label}：{text ?? "–"}
                  </span>
                ))}
              {one.id !== null && (
                <Link to={recordAddress(ws, found.table, one.id)} target="_blank">
                  {t("record.duplicateOpen")}
                </Link>
              )}
              {!one.usable && <span>{t("record.duplicateClosed")}</span>}
            </span>
          </div>
        ))}
        <div className="gz-duplicate">
          <Radio value={NEW}>{t("record.duplicateNew", { table })}</Radio>
        </div>
      </Radio.Group>
      {problem && (
        <p className="gz-action-problem" role="alert">
          {problem}
        </p>
      )}
    </Modal>
  );
}

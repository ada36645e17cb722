/** Puts a table into the trash, or says what still points to it. */
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { deleteTable } from "../api/schema";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { useDeleted } from "./useDeleted";
import { useStructure } from "./useStructure";

interface DeleteTableDialogProps {
  table: Table;
  onClose: () => void;
  /** The table is gone: another page is to be shown. */
  onGone: () => void;
}

export function DeleteTableDialog({ table, onClose, onGone }: DeleteTableDialogProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const deleted = useDeleted();
  const refresh = useStructure();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState("");
  const locked = table.fields.some((field) => field.protected);

  const remove = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { trash } = await deleteTable(
        ws,
        table.key,
        locked ? { unlock: true, reason: reason.trim() } : {},
      );
      onGone();
      await refresh();
      deleted(t("schema.table.deleted", { table: table.label }), trash);
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      width={480}
      title={t("schema.table.deleteTitle", { table: table.label })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("schema.cancel")}</Button>
          <Button
            danger
            type="primary"
            loading={busy}
            disabled={locked && !reason.trim()}
            onClick={() => void remove()}
          >
            {t("schema.table.delete")}
          </Button>
        </>
      }
    >
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      <p>{t("schema.table.deleteHint")}</p>
      {locked && (
        <Input
          value={reason}
          maxLength={500}
          aria-label={t("schema.reason")}
          placeholder={t("schema.reason")}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
    </Modal>
  );
}

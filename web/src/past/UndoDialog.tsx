/** What undoing a batch would do and what would stay, before it is done. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Batch, previewQuery, undoBatch } from "../api/batches";
import { sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import { announceTables } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { Waiting } from "../ui/Waiting";
import { KeptList } from "../undo/KeptList";
import { deedsOf } from "../undo/stack";
import { told, useUndo } from "../undo/useUndo";

export function UndoDialog({
  batch,
  onClose,
}: {
  batch: Pick<Batch, "batch" | "undoes">;
  onClose: () => void;
}) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { tell } = useUndo(ws);
  const [busy, setBusy] = useState(false);
  const found = useQuery(previewQuery(ws, batch.batch));
  const plan = found.data;
  const again = batch.undoes !== null;
  const some = plan?.undoable && plan.restored + plan.removed + plan.revived > 0;

  const run = async () => {
    setBusy(true);
    try {
      const done = await undoBatch(ws, batch.batch);
      deedsOf(ws).forget(batch.batch);
      announceTables(done.tables, "undo");
      await client.invalidateQueries({ queryKey: rowsKey(ws) });
      tell(done, t(again ? "undo.redone" : "undo.undone"));
      onClose();
    } catch (error) {
      message.error(sentence(error), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t(again ? "past.redoTitle" : "past.undoTitle")}
      okText={t(again ? "undo.redo" : "undo.undo")}
      okButtonProps={{ disabled: !some }}
      confirmLoading={busy}
      onOk={run}
      onCancel={onClose}
    >
      {found.isPending && <Waiting rows={3} />}
      {found.error && <p className="gz-inline-problem">{sentence(found.error)}</p>}
      {plan && (
        <>
          <p>{some ? t("past.would", { what: told(t, { ...plan, tables: [] }) }) : t("undo.nothingTaken")}</p>
          {plan.kept_count > 0 && <KeptList ws={ws} kept={plan.kept} count={plan.kept_count} />}
        </>
      )}
    </Modal>
  );
}

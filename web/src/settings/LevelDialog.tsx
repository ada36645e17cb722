/** A role group was dropped in another lane: what that changes for whom, and with what reason. */
import { useQueries } from "@tanstack/react-query";
import { Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { settingsKey } from "../api/people";
import { sentence } from "../api/problem";
import { simulate } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { Waiting } from "../ui/Waiting";
import { Effect } from "./Effect";
import { type Choosable, changeTo, levelOf, tried } from "./levels";
import type { Line } from "./lines";
import { useSaveRights } from "./useSaveRights";

interface LevelDialogProps {
  line: Line;
  level: Choosable;
  onClose: () => void;
}

export function LevelDialog({ line, level, onClose }: LevelDialogProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { saveLine } = useSaveRights();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const effects = useQueries({
    queries: tried(level, line.said).map(({ action, draft }) => ({
      queryKey: [...settingsKey(ws), "effect", line.table, line.role, level, action],
      queryFn: async () => ({
        action,
        effect: await simulate(ws, { table: line.table, role: line.role, action, draft }),
      }),
      gcTime: 0,
    })),
  });
  const failed = effects.find((one) => one.error)?.error;
  const was = levelOf(line.said);
  const save = async () => {
    setBusy(true);
    if (await saveLine(line, changeTo(level, line.said), reason)) onClose();
    else setBusy(false);
  };
  return (
    <Modal
      open
      title={`${line.roleLabel} · ${line.tableLabel}`}
      okText={t("settings.save")}
      confirmLoading={busy}
      onOk={() => void save()}
      onCancel={onClose}
      width={480}
    >
      <p>
        {t("settings.boardChange", {
          before: t(`settings.level_${was}`),
          after: t(`settings.level_${level}`),
        })}
      </p>
      {was === "custom" && <p className="gz-muted">{t("settings.boardReplaces")}</p>}
      {effects.some((one) => one.isPending) && <Waiting rows={2} />}
      {failed && <p className="gz-muted">{sentence(failed)}</p>}
      {effects.map(
        ({ data }) =>
          data && <Effect key={data.action} effect={data.effect} title={t(`settings.${data.action}`)} />,
      )}
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

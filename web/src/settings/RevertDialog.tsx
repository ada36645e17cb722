/** Before a change of the configuration is taken back: what goes back, and what has been changed since and stands against it. */
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Checkbox, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ConfigEntry, fetchConfigEntry, revertConfigEntry } from "../api/configLog";
import { settingsKey } from "../api/people";
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";
import { Waiting } from "../ui/Waiting";
import { Differences } from "./ConfigChange";
import { useSettingsChanged } from "./useSettingsChanged";

export function RevertDialog({ entry, close }: { entry: ConfigEntry; close: () => void }) {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useSettingsChanged();
  const [reason, setReason] = useState("");
  const [unlock, setUnlock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const found = useQuery({
    queryKey: [...settingsKey(ws), "config-entry", entry.id],
    queryFn: ({ signal }) => fetchConfigEntry(ws, entry.id, signal),
    staleTime: 0,
  });
  const conflicts = found.data?.conflicts ?? [];
  const back = entry.changes.map((change) => ({ ...change, before: change.after, after: change.before }));
  const act = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await revertConfigEntry(ws, entry.id, {
        confirm: true,
        unlock,
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      });
      message.success(t("configLog.reverted"));
      close();
    } catch (error) {
      setRefusal(sentence(error));
    } finally {
      setBusy(false);
      void changed();
    }
  };
  return (
    <Modal
      open
      title={t("configLog.revertTitle", { label: entry.label })}
      okText={t("configLog.revert")}
      okButtonProps={{ disabled: !found.data || conflicts.length > 0, loading: busy }}
      onOk={act}
      onCancel={close}
      width={640}
    >
      {found.isPending ? (
        <Waiting rows={3} />
      ) : (
        <div className="gz-config-revert">
          {conflicts.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t("configLog.conflicts")}
              description={
                <ul className="gz-config-conflicts">
                  {conflicts.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              }
            />
          )}
          {back.length > 0 && <Differences changes={back} more={entry.more} ahead />}
          <Input
            aria-label={t("settings.reason")}
            placeholder={t("configLog.reasonHint")}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {member.admin && (entry.kind === "field" || entry.kind === "table") && (
            <Checkbox checked={unlock} onChange={(event) => setUnlock(event.target.checked)}>
              {t("configLog.unlock")}
            </Checkbox>
          )}
          {refusal && <Alert type="error" showIcon title={refusal} />}
        </div>
      )}
    </Modal>
  );
}

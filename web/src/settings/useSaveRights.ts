/** Saying rights anew: written, announced, and everything that depends on them read again. */
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { type RightsChange, setRights } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import type { SaveLine } from "./lines";
import { useSettingsChanged } from "./useSettingsChanged";

export function useSaveRights() {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useSettingsChanged();
  const save = async (role: string, change: RightsChange, reason: string): Promise<boolean> => {
    const why = reason.trim();
    try {
      await setRights(ws, role, why ? { ...change, reason: why } : change);
      message.success(t("settings.saved"));
      return true;
    } catch (error) {
      message.error(sentence(error), 6);
      return false;
    } finally {
      await changed();
    }
  };
  const saveLine: SaveLine = (line, change, reason) =>
    save(line.role, { tables: { [line.table]: change } }, reason);
  return { save, saveLine };
}

/** Says that a part of the structure was deleted, with the way back; and then what came of that. */
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { restoreFromTrash } from "../api/schema";
import { useWorkspace } from "../app/workspace";
import { useStructure } from "./useStructure";

/** Takes what is said and the entry of the trash; whoever calls may be gone from the screen by the time it is brought back. */
export function useDeleted(): (said: string, trash: number) => void {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const refresh = useStructure();
  return (said, trash) => {
    const key = `deleted-${trash}`;
    const restore = async () => {
      message.open({ key, type: "loading", content: t("schema.restoring"), duration: 0 });
      try {
        await restoreFromTrash(ws, trash);
        await refresh();
        message.success({ key, content: t("past.restored"), duration: 3 });
      } catch (error) {
        message.error({ key, content: sentence(error), duration: 8 });
      }
    };
    message.success({
      key,
      duration: 8,
      content: (
        <span>
          {said}{" "}
          <button type="button" className="gz-plain-button gz-link" onClick={() => void restore()}>
            {t("schema.undo")}
          </button>
        </span>
      ),
    });
  };
}

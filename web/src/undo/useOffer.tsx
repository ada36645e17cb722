/** A toast that says what was done and offers to take it back. */
import { App } from "antd";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useUndo } from "./useUndo";

const SECONDS = 6;

export function useOffer(ws: string): (content: ReactNode, batch: string | number | null) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const { takeBack } = useUndo(ws);
  return useCallback(
    (content, batch) => {
      if (batch === null) {
        message.success(content);
        return;
      }
      const key = `offer-${Date.now()}`;
      message.success({
        key,
        duration: SECONDS,
        content: (
          <span>
            {content}{" "}
            <button
              type="button"
              className="gz-plain-button gz-link"
              onClick={() => {
                message.destroy(key);
                void takeBack(String(batch));
              }}
            >
              {t("undo.undo")}
            </button>
          </span>
        ),
      });
    },
    [message, t, takeBack],
  );
}

/** A toast about what somebody else did meanwhile, with one's own wish as a button. */
import { App } from "antd";
import { useCallback } from "react";

const SECONDS = 10;

export function useAsk(): (text: string, wish: { text: string; again: () => Promise<void> } | null) => void {
  const { message } = App.useApp();
  return useCallback(
    (text, wish) => {
      const key = `ask-${Date.now()}`;
      const press = () => {
        message.destroy(key);
        void wish?.again();
      };
      message.warning({
        key,
        duration: SECONDS,
        content: (
          <span>
            {text}{" "}
            {wish && (
              <button type="button" className="gz-plain-button gz-link" onClick={press}>
                {wish.text}
              </button>
            )}
          </span>
        ),
      });
    },
    [message],
  );
}

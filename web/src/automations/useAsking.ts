/** Asking the server to try an automation: what is wrong with the draft is shown at its step, anything else is told. */
import { App } from "antd";
import { useState } from "react";
import { sentence } from "../api/problem";

/** `refuse` shows what the server says against the draft, and throws again what is about something else. */
export function useAsking(refuse: (error: unknown) => void) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const ask = async (question: () => Promise<void>) => {
    setBusy(true);
    try {
      await question();
    } catch (error) {
      try {
        refuse(error);
      } catch (other) {
        message.error(sentence(other), 6);
      }
    } finally {
      setBusy(false);
    }
  };
  return { busy, ask };
}

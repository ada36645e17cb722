/** Switching, deleting and resetting automations; one that a template brought asks for a reason first. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  type Automation,
  type AutomationInFull,
  automationsKey,
  changeAutomation,
  deleteAutomation,
  type Guard,
  resetAutomation,
} from "../api/automations";
import { useWorkspace } from "../app/workspace";
import { Difference } from "./Difference";
import { useGuard } from "./useGuard";

export interface Steering {
  dialog: ReactNode;
  /** Does it at once, or asks for the reason first. */
  guarded: (one: Automation | null, work: (guard: Guard) => Promise<void>) => Promise<void>;
  toggle: (one: Automation, enabled: boolean) => Promise<void>;
  shade: (one: Automation, shadow: boolean) => Promise<void>;
  remove: (one: Automation, done: () => void) => void;
  reset: (one: AutomationInFull, done: () => void) => void;
}

export function useSteering(): Steering {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const guard = useGuard(t("automations.guardTitle"), t("automations.guardHint"));
  const again = () => client.invalidateQueries({ queryKey: automationsKey(ws) });
  const change = (one: Automation, body: { enabled?: boolean; shadow?: boolean }, said: string) =>
    guard.told(one.template, async (why) => {
      await changeAutomation(ws, one.key, { ...body, ...why });
      await again();
      message.success(said);
    });
  return {
    dialog: guard.dialog,
    guarded: (one, work) => guard.guarded(one?.template ?? false, work),
    toggle: (one, enabled) =>
      change(
        one,
        { enabled },
        t(enabled ? "automations.switchedOn" : "automations.switchedOff", { name: one.label }),
      ),
    shade: (one, shadow) =>
      change(one, { shadow }, t(shadow ? "automations.shadowOn" : "automations.shadowOff")),
    remove: (one, done) =>
      guard.ask({
        title: t("automations.deleteTitle", { name: one.label }),
        hint: t("automations.deleteHint"),
        reasoned: one.template,
        danger: true,
        okText: t("automations.remove"),
        work: async (why) => {
          await deleteAutomation(ws, one.key, why);
          message.success(t("automations.deleted"));
          done();
          await again();
        },
      }),
    reset: (one, done) =>
      guard.ask({
        title: t("automations.resetTitle"),
        hint: (
          <>
            <p>{t("automations.resetHint")}</p>
            <Difference automation={one} />
          </>
        ),
        reasoned: true,
        okText: t("automations.reset"),
        width: 760,
        work: async (why) => {
          await resetAutomation(ws, one.key, why);
          await again();
          message.success(t("automations.resetDone"));
          done();
        },
      }),
  };
}

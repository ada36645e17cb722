/** Switching, deleting and resetting buttons and approvals; for what a template brought a reason is asked first. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  type Action,
  type ActionInFull,
  type ActionKind,
  actionsKey,
  deleteAction,
  resetAction,
  switchAction,
  type Why,
} from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { useGuard } from "../automations/useGuard";
import { ActionDifference } from "./ActionDifference";

export interface ActionSteering {
  dialog: ReactNode;
  /** Does it at once, or asks for the reason first. */
  guarded: (action: Action | null, work: (why: Why) => Promise<void>) => Promise<void>;
  toggle: (kind: ActionKind, action: Action, enabled: boolean) => Promise<void>;
  remove: (kind: ActionKind, action: Action | ActionInFull, done: () => void) => void;
  reset: (kind: ActionKind, action: Action) => void;
}

const reasonOf = ({ reason }: { reason?: string }): Why => (reason ? { reason } : {});

export function useActionSteering(): ActionSteering {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const guard = useGuard(t("actions.guardTitle"), t("actions.guardHint"));
  const again = async () => {
    await client.invalidateQueries({ queryKey: actionsKey(ws) });
    await client.invalidateQueries({ queryKey: ["ws", ws, "tables"] });
  };
  const name = (action: Action) => action.label[display.locale];
  return {
    dialog: guard.dialog,
    guarded: (action, work) => guard.guarded(action?.template ?? false, (given) => work(reasonOf(given))),
    toggle: (kind, action, enabled) =>
      guard.told(action.template, async (given) => {
        await switchAction(ws, kind, action, enabled, reasonOf(given));
        await again();
        message.success(
          t(enabled ? "automations.switchedOn" : "automations.switchedOff", { name: name(action) }),
        );
      }),
    remove: (kind, action, done) =>
      guard.ask({
        title: t("automations.deleteTitle", { name: name(action) }),
        hint: (
          <>
            <p>{t(action.template ? "actions.deleteTemplateHint" : "actions.deleteHint")}</p>
            {"used_by" in action && action.used_by.length > 0 && (
              <p className="gz-flow-warning">
                {t("actions.usedBy", { names: action.used_by.map((one) => one.label).join("、") })}
              </p>
            )}
          </>
        ),
        reasoned: action.template,
        danger: true,
        okText: t("automations.remove"),
        work: async (given) => {
          await deleteAction(ws, kind, action, reasonOf(given));
          message.success(t("automations.deleted"));
          done();
          await again();
        },
      }),
    reset: (kind, action) =>
      guard.ask({
        title: t("automations.resetTitle"),
        hint: (
          <>
            <p>{t("actions.resetHint")}</p>
            <ActionDifference kind={kind} action={action} />
          </>
        ),
        reasoned: true,
        okText: t("automations.reset"),
        width: 760,
        work: async (given) => {
          await resetAction(ws, kind, action, reasonOf(given));
          await again();
          message.success(t("automations.resetDone"));
        },
      }),
  };
}

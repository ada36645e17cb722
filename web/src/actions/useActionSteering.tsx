/** Switching, deleting and resetting buttons and approvals; for what a template brought a reason is asked first. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { type ReactNode, useState } from "react";
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
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";
import { GuardDialog } from "../automations/GuardDialog";
import { ActionWords } from "./ActionWords";

interface Asked {
  title: string;
  hint?: ReactNode;
  reasoned: boolean;
  danger?: boolean;
  okText?: string;
  width?: number;
  work: (why: Why) => Promise<void>;
}

export interface ActionSteering {
  dialog: ReactNode;
  /** Does it at once, or asks for the reason first. */
  guarded: (action: Action | null, work: (why: Why) => Promise<void>) => Promise<void>;
  toggle: (kind: ActionKind, action: Action, enabled: boolean) => Promise<void>;
  remove: (kind: ActionKind, action: Action | ActionInFull, done: () => void) => void;
  reset: (kind: ActionKind, action: Action) => void;
}

export function useActionSteering(): ActionSteering {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const again = async () => {
    await client.invalidateQueries({ queryKey: actionsKey(ws) });
    await client.invalidateQueries({ queryKey: ["ws", ws, "tables"] });
  };
  const guarded = async (action: Action | null, work: (why: Why) => Promise<void>) => {
    if (!action?.template) return work({});
    setAsked({ title: t("actions.guardTitle"), hint: t("actions.guardHint"), reasoned: true, work });
  };
  const name = (action: Action) => action.label[display.locale];
  return {
    guarded,
    toggle: async (kind, action, enabled) => {
      try {
        await guarded(action, async (why) => {
          await switchAction(ws, kind, action, enabled, why);
          await again();
          message.success(
            t(enabled ? "automations.switchedOn" : "automations.switchedOff", { name: name(action) }),
          );
        });
      } catch (error) {
        message.error(sentence(error), 6);
      }
    },
    remove: (kind, action, done) =>
      setAsked({
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
        work: async (why) => {
          await deleteAction(ws, kind, action, why);
          message.success(t("automations.deleted"));
          done();
          await again();
        },
      }),
    reset: (kind, action) =>
      setAsked({
        title: t("automations.resetTitle"),
        hint: (
          <>
            <p>{t("actions.resetHint")}</p>
            {action.original && <ActionWords kind={kind} document={action.original} />}
          </>
        ),
        reasoned: true,
        okText: t("automations.reset"),
        width: 760,
        work: async (why) => {
          await resetAction(ws, kind, action, why);
          await again();
          message.success(t("automations.resetDone"));
        },
      }),
    dialog: asked && (
      <GuardDialog
        {...asked}
        onConfirm={async ({ reason }) => {
          await asked.work(reason ? { reason } : {});
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      />
    ),
  };
}

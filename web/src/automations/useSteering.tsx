/** Switching, deleting and resetting automations; one that a template brought asks for a reason first. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { type ReactNode, useState } from "react";
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
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";
import { Difference } from "./Difference";
import { GuardDialog } from "./GuardDialog";

interface Asked {
  title: string;
  hint?: ReactNode;
  reasoned: boolean;
  danger?: boolean;
  okText?: string;
  width?: number;
  work: (guard: Guard) => Promise<void>;
}

export interface Steering {
  dialog: ReactNode;
  /** Does it at once, or asks for the reason first; resolves false where it was refused or put aside to be asked. */
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
  const [asked, setAsked] = useState<Asked | null>(null);
  const again = () => client.invalidateQueries({ queryKey: automationsKey(ws) });

  const guarded = async (one: Automation | null, work: (guard: Guard) => Promise<void>) => {
    if (one?.template) {
      setAsked({
        title: t("automations.guardTitle"),
        hint: t("automations.guardHint"),
        reasoned: true,
        work,
      });
      return;
    }
    await work({});
  };
  const change = (one: Automation, body: { enabled?: boolean; shadow?: boolean }, said: string) =>
    guarded(one, async (guard) => {
      await changeAutomation(ws, one.key, { ...body, ...guard });
      await again();
      message.success(said);
    }).catch((error: unknown) => {
      message.error(sentence(error));
    });

  return {
    guarded,
    toggle: (one, enabled) =>
      change(
        one,
        { enabled },
        t(enabled ? "automations.switchedOn" : "automations.switchedOff", { name: one.label }),
      ),
    shade: (one, shadow) =>
      change(one, { shadow }, t(shadow ? "automations.shadowOn" : "automations.shadowOff")),
    remove: (one, done) =>
      setAsked({
        title: t("automations.deleteTitle", { name: one.label }),
        hint: t("automations.deleteHint"),
        reasoned: one.template,
        danger: true,
        okText: t("automations.remove"),
        work: async (guard) => {
          await deleteAutomation(ws, one.key, guard);
          message.success(t("automations.deleted"));
          done();
          await again();
        },
      }),
    reset: (one, done) =>
      setAsked({
        title: t("automations.resetTitle"),
        hint: (
          <>
            <p>{t("automations.resetHint")}</p>
            <Difference now={one.definition} other={one.original} />
          </>
        ),
        reasoned: true,
        okText: t("automations.reset"),
        width: 760,
        work: async (guard) => {
          await resetAutomation(ws, one.key, guard);
          await again();
          message.success(t("automations.resetDone"));
          done();
        },
      }),
    dialog: asked && (
      <GuardDialog
        {...asked}
        onConfirm={async (guard) => {
          await asked.work(guard);
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      />
    ),
  };
}

/** Steering of what a template may have brought: done at once, or after a reason was given. */
import { App } from "antd";
import { type ReactNode, useState } from "react";
import type { Guard } from "../api/automations";
import { sentence } from "../api/problem";
import { GuardDialog } from "./GuardDialog";

interface Asked {
  title: string;
  hint?: ReactNode;
  /** Whether a reason must be given. */
  reasoned: boolean;
  danger?: boolean;
  okText?: string;
  width?: number;
  work: (guard: Guard) => Promise<void>;
}

export interface Guarding {
  dialog: ReactNode;
  /** Asks first, and then does it. */
  ask: (asked: Asked) => void;
  /** Does it at once, or asks for the reason first; throws what it is refused with. */
  guarded: (template: boolean, work: (guard: Guard) => Promise<void>) => Promise<void>;
  /** The same; says what it is refused with. */
  told: (template: boolean, work: (guard: Guard) => Promise<void>) => Promise<void>;
}

export function useGuard(title: string, hint: string): Guarding {
  const { message } = App.useApp();
  const [asked, setAsked] = useState<Asked | null>(null);
  const guarded: Guarding["guarded"] = async (template, work) => {
    if (template) setAsked({ title, hint, reasoned: true, work });
    else await work({});
  };
  return {
    ask: setAsked,
    guarded,
    told: (template, work) =>
      guarded(template, work).catch((error: unknown) => {
        message.error(sentence(error), 6);
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

/** Saving, switching, resetting and deleting a button or an approval, and what is wrong with it at its places. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import {
  type ActionDocument,
  type ActionInFull,
  type ActionKind,
  actionsKey,
  addAction,
  replaceAction,
} from "../api/definitions";
import { Problem as Refused, sentence } from "../api/problem";
import type { ProblemItem } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import type { Lack as StepLack } from "../automations/draft";
import { type Problems, problemsByPlace } from "../automations/problems";
import { itemOf } from "./addresses";
import { type Lack, OWN_LACKS, type Problem } from "./drafts";
import { useActionSteering } from "./useActionSteering";

interface Edited {
  kind: ActionKind;
  /** Null: not saved yet. */
  action: ActionInFull | null;
  /** As it would be sent. */
  document: ActionDocument;
  dirty: boolean;
  lacks: () => Problem[];
  /** Places of conditions that are half-written. */
  halves: readonly string[];
  /** Every place that has a spot on screen. */
  places: readonly string[];
}

export interface ActionEditing {
  problems: Problems;
  saving: boolean;
  leaving: { current: boolean };
  save: () => Promise<void>;
  /** Whether nothing is missing; otherwise everything that is, is shown. */
  complete: () => boolean;
  /** Shows what the server finds wrong with the definition; throws what is something else. */
  refuse: (error: unknown) => void;
  /** What was refused is out of date. */
  touched: () => void;
  toggle: (enabled: boolean) => Promise<void>;
  remove: () => void;
  reset: () => void;
  dialog: ReactNode;
}

export function useActionEditing(
  { kind, action, document, dirty, lacks, halves, places }: Edited,
  onWrong: () => void,
): ActionEditing {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const steering = useActionSteering();
  const leaving = useRef(false);
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<ProblemItem[]>([]);
  const [saving, setSaving] = useState(false);

  const missing = lacks();
  const sentenceOf = (lack: Lack | "half") => {
    const own = OWN_LACKS.find((one) => one === lack);
    return own ? t(`actions.lacks.${own}`) : t(`automations.lacks.${lack as StepLack | "half"}`);
  };
  const lacking = [...missing, ...halves.map((place) => ({ place, lack: "half" as const }))];
  const said = (asked ? lacking : []).map(({ place, lack }) => ({ place, sentence: sentenceOf(lack) }));
  const problems = problemsByPlace(said, refused, places);

  const complete = () => {
    setAsked(true);
    const ready = missing.length === 0 && halves.length === 0;
    if (!ready) onWrong();
    return ready;
  };
  const refuse = (error: unknown) => {
    if (!(error instanceof Refused) || error.status !== 422) throw error;
    setRefused(error.errors);
    onWrong();
  };
  const again = () => client.invalidateQueries({ queryKey: actionsKey(ws) });
  const save = async () => {
    if (!complete() || !dirty) return;
    const send = async (why: { reason?: string }) => {
      setSaving(true);
      try {
        if (action) await replaceAction(ws, kind, action, document, why);
        else await addAction(ws, kind, document);
        message.success(t(action ? "automations.saved" : "automations.created"));
        leaving.current = true;
        await again();
        await client.invalidateQueries({ queryKey: ["ws", ws, "tables"] });
        if (!action) navigate(settingsAddress(ws, "actions", itemOf(kind, document)), { replace: true });
      } catch (error) {
        refuse(error);
      } finally {
        setSaving(false);
      }
    };
    try {
      await steering.guarded(action, send);
    } catch (error) {
      message.error(sentence(error), 6);
    }
  };
  return {
    problems,
    saving,
    leaving,
    save,
    complete,
    refuse,
    touched: () => setRefused([]),
    toggle: async (enabled) => {
      if (action) await steering.toggle(kind, action, enabled);
    },
    remove: () => {
      if (!action) return;
      steering.remove(kind, action, () => {
        leaving.current = true;
        navigate(settingsAddress(ws, "actions"));
      });
    },
    reset: () => {
      if (action) steering.reset(kind, action);
    },
    dialog: steering.dialog,
  };
}

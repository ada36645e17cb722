/** Undo and redo of what this tab did, with a toast of what came of it and a list of what had to stay. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Undone, undoBatch } from "../api/batches";
import { Problem, sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import { announceTables } from "../api/writes";
import { KeptList } from "./KeptList";
import { type Deed, deedsOf } from "./stack";
import "./undo.css";

export interface Undoing {
  undo: () => Promise<void>;
  redo: () => Promise<void>;
  /** Takes back the deed that this batch belongs to, though others came after it. */
  takeBack: (batch: string) => Promise<void>;
  /** Shows what an undo (or a restore from the trash) did; `again` takes it back in turn. */
  tell: (done: Undone, title: string, again?: (() => void) | null) => void;
}

export function told(t: TFunction, done: Undone): string {
  const parts: string[] = [];
  if (done.restored > 0) parts.push(t("undo.restored", { count: done.restored }));
  if (done.revived > 0) parts.push(t("undo.revived", { count: done.revived }));
  if (done.removed > 0) parts.push(t("undo.removed", { count: done.removed }));
  return parts.join(t("undo.comma"));
}

const NOTHING: Undone = {
  batch: "",
  restored: 0,
  removed: 0,
  revived: 0,
  tables: [],
  kept_count: 0,
  kept: [],
};

/** Takes a deed's batches back, the last one first. What was undone elsewhere meanwhile is passed over. */
async function takeBack(ws: string, deed: Deed): Promise<{ done: Undone; batches: string[] }> {
  const done = { ...NOTHING };
  const batches: string[] = [];
  let refusal: unknown = null;
  for (const batch of [...deed.batches].reverse()) {
    try {
      const part = await undoBatch(ws, batch);
      if (part.restored + part.removed + part.revived > 0) batches.push(part.batch);
      done.restored += part.restored;
      done.removed += part.removed;
      done.revived += part.revived;
      done.tables = [...new Set([...done.tables, ...part.tables])];
      done.kept_count += part.kept_count;
      done.kept = [...done.kept, ...part.kept];
    } catch (error) {
      if (!(error instanceof Problem) || error.status < 400 || error.status >= 500) throw error;
      refusal = error;
    }
  }
  if (refusal && batches.length === 0 && done.kept_count === 0) throw refusal;
  return { done, batches };
}

export function useUndo(ws: string): Undoing {
  const { message, notification } = App.useApp();
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMemo(() => {
    const tell = (done: Undone, title: string, again: (() => void) | null = null) => {
      const text = [title, told(t, done)].filter(Boolean).join(t("undo.colon"));
      if (done.kept_count > 0) {
        notification.warning({
          title: done.restored + done.removed + done.revived > 0 ? text : t("undo.nothingTaken"),
          description: <KeptList ws={ws} kept={done.kept} count={done.kept_count} />,
          duration: 0,
          className: "gz-kept-notice",
        });
        return;
      }
      message.success({
        key: "undo",
        content: again ? (
          <span>
            {text}{" "}
            <button type="button" className="gz-plain-button gz-link" onClick={again}>
              {t("undo.redo")}
            </button>
          </span>
        ) : (
          text
        ),
      });
    };
    const step = async (back: boolean, batch: string | null = null) => {
      const deeds = deedsOf(ws);
      await deeds.settled();
      const last = () => (back ? deeds.takePast() : deeds.takeFuture());
      const deed = batch === null ? last() : deeds.take(batch);
      if (!deed) {
        message.info({ key: "undo", content: t(back ? "undo.nothingToUndo" : "undo.nothingToRedo") });
        return;
      }
      if (deed.final) {
        message.info({ key: "undo", content: t("undo.final", { label: deed.final }) });
        return;
      }
      try {
        const { done, batches } = await deeds.track(takeBack(ws, deed));
        if (batches.length > 0) deeds[back ? "undone" : "redone"]({ ...deed, batches });
        const keptIn = done.kept.flatMap((one) => one.table ?? []);
        announceTables([...new Set([...done.tables, ...keptIn])], "undo");
        await client.invalidateQueries({ queryKey: rowsKey(ws) });
        tell(done, t(back ? "undo.undone" : "undo.redone"), back ? () => void step(false) : null);
      } catch (error) {
        if (error instanceof Problem && error.status === 404 && batch === null) return step(back); // nothing came of it
        // A lost connection undoes nothing: the deed may be tried again.
        if (error instanceof Problem && error.status === 0) deeds[back ? "redone" : "undone"](deed);
        message.error(sentence(error), 6);
      }
    };
    let queue: Promise<void> = Promise.resolve();
    const next = (back: boolean, batch: string | null = null) => {
      queue = queue.then(() => step(back, batch));
      return queue;
    };
    return {
      undo: () => next(true),
      redo: () => next(false),
      takeBack: (batch) => next(true, batch),
      tell,
    };
  }, [ws, message, notification, t, client]);
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) anywhere on a page: not where text is being typed, not while a dialog is open. */
import { useEffect } from "react";
import { isDialogOpen } from "../ui/covering";
import { useUndo } from "./useUndo";

/** Text fields have an undo of their own. The grid's textarea counts only while its editor is open; the grid says so itself. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role=textbox]"))
  );
}

export function undoKey(event: KeyboardEvent): "undo" | "redo" | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : null;
}

export function UndoKeys({ ws }: { ws: string }) {
  const { undo, redo } = useUndo(ws);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = undoKey(event);
      if (!key || event.defaultPrevented || isTyping(event.target) || isDialogOpen()) return;
      event.preventDefault();
      void (key === "undo" ? undo() : redo());
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [undo, redo]);
  return null;
}

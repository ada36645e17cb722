/** Which command a key means, while no editor is open and while one is. Pure. */

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export type Command =
  | {
      readonly do: "move" | "jump";
      readonly lines: number;
      readonly columns: number;
      readonly extend: boolean;
    }
  | { readonly do: "page"; readonly direction: 1 | -1; readonly extend: boolean }
  | { readonly do: "edge"; readonly end: boolean; readonly table: boolean; readonly extend: boolean }
  | { readonly do: "tab"; readonly direction: 1 | -1 }
  | { readonly do: "carry"; readonly step: 1 | -1 }
  | {
      readonly do:
        | "edit"
        | "open"
        | "toggle"
        | "clear"
        | "all"
        | "undo"
        | "redo"
        | "fillDown"
        | "fillRight"
        | "stamp"
        | "escape"
        | "row"
        | "column"
        | "addRow"
        | "menu"
        | "cellMenu";
    };

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const PLAIN: Readonly<Record<string, Command>> = {
  Enter: { do: "edit" },
  F2: { do: "edit" },
  Delete: { do: "clear" },
  Backspace: { do: "clear" },
  Escape: { do: "escape" },
  ContextMenu: { do: "cellMenu" },
};

const WITH_CTRL: Readonly<Record<string, Command>> = {
  Enter: { do: "open" },
  a: { do: "all" },
  z: { do: "undo" },
  y: { do: "redo" },
  d: { do: "fillDown" },
  r: { do: "fillRight" },
  ";": { do: "stamp" },
  ":": { do: "stamp" },
  " ": { do: "column" },
};

/** Null: not ours (a character to type, a shortcut of the browser). */
export function commandOf(key: Key): Command | null {
  const ctrl = key.ctrlKey || key.metaKey;
  const arrow = ARROWS[key.key];
  if (arrow) {
    const [lines, columns] = arrow;
    if (key.altKey && key.shiftKey) return lines === 0 ? null : { do: "carry", step: lines < 0 ? -1 : 1 };
    if (key.altKey) return key.key === "ArrowDown" ? { do: "menu" } : null;
    return { do: ctrl ? "jump" : "move", lines, columns, extend: key.shiftKey };
  }
  if (key.altKey) return null;
  switch (key.key) {
    case "PageUp":
    case "PageDown":
      return ctrl ? null : { do: "page", direction: key.key === "PageDown" ? 1 : -1, extend: key.shiftKey };
    case "Home":
    case "End":
      return { do: "edge", end: key.key === "End", table: ctrl, extend: key.shiftKey };
    case "Tab":
      return ctrl ? null : { do: "tab", direction: key.shiftKey ? -1 : 1 };
  }
  const name = key.key.length === 1 ? key.key.toLowerCase() : key.key;
  if (ctrl) return name === "z" && key.shiftKey ? { do: "redo" } : (WITH_CTRL[name] ?? null);
  if (key.shiftKey && name === "Enter") return { do: "addRow" };
  if (key.shiftKey && name === "F10") return { do: "cellMenu" };
  if (name === " ") return { do: key.shiftKey ? "row" : "toggle" };
  return PLAIN[name] ?? null;
}

export type EditorCommand =
  | "down"
  | "up"
  | "right"
  | "left"
  | "cancel"
  | "break"
  | "everywhere"
  | "caret"
  | { readonly lines: number; readonly columns: number };

/**
 * Keys of an open editor; `block`: line breaks are part of the value; `overwriting`: it was opened by typing over the cell, and arrows
 * leave it, until F2 or a click puts the caret into the text.
 */
export function editorCommandOf(key: Key, block: boolean, overwriting = false): EditorCommand | null {
  const ctrl = key.ctrlKey || key.metaKey;
  const arrow = overwriting && !ctrl && !key.shiftKey && !key.altKey ? ARROWS[key.key] : undefined;
  if (arrow) return { lines: arrow[0], columns: arrow[1] };
  if (key.key === "F2") return "caret";
  if (key.key === "Escape") return "cancel";
  if (key.key === "Tab") return key.shiftKey ? "left" : "right";
  if (key.key !== "Enter") return null;
  if (ctrl) return "everywhere";
  if (block && (key.shiftKey || key.altKey)) return "break";
  return key.shiftKey ? "up" : "down";
}

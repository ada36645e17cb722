import { describe, expect, it } from "vitest";
import { commandOf, editorCommandOf, type Key } from "./keyboard";

const key = (name: string): Key => {
  const parts = name.split("+");
  return {
    key: (parts.at(-1) ?? "").replace("Space", " "),
    ctrlKey: parts.includes("Ctrl"),
    metaKey: parts.includes("Cmd"),
    shiftKey: parts.includes("Shift"),
    altKey: parts.includes("Alt"),
  };
};

describe("keys while no editor is open", () => {
  it.each([
    ["ArrowDown", { do: "move", lines: 1, columns: 0, extend: false }],
    ["Shift+ArrowLeft", { do: "move", lines: 0, columns: -1, extend: true }],
    ["Ctrl+ArrowUp", { do: "jump", lines: -1, columns: 0, extend: false }],
    ["Cmd+Shift+ArrowRight", { do: "jump", lines: 0, columns: 1, extend: true }],
    ["PageDown", { do: "page", direction: 1, extend: false }],
    ["Home", { do: "edge", end: false, table: false, extend: false }],
    ["Ctrl+End", { do: "edge", end: true, table: true, extend: false }],
    ["Tab", { do: "tab", direction: 1 }],
    ["Shift+Tab", { do: "tab", direction: -1 }],
    ["Enter", { do: "edit" }],
    ["F2", { do: "edit" }],
    ["Ctrl+Enter", { do: "open" }],
    ["Shift+Enter", { do: "addRow" }],
    ["Space", { do: "toggle" }],
    ["Shift+Space", { do: "row" }],
    ["Ctrl+Space", { do: "column" }],
    ["Delete", { do: "clear" }],
    ["Backspace", { do: "clear" }],
    ["Ctrl+a", { do: "all" }],
    ["Ctrl+z", { do: "undo" }],
    ["Ctrl+Shift+Z", { do: "redo" }],
    ["Cmd+y", { do: "redo" }],
    ["Ctrl+d", { do: "fillDown" }],
    ["Ctrl+r", { do: "fillRight" }],
    ["Ctrl+;", { do: "stamp" }],
    ["Shift+F10", { do: "cellMenu" }],
    ["ContextMenu", { do: "cellMenu" }],
    ["Alt+ArrowDown", { do: "menu" }],
    ["Alt+Shift+ArrowUp", { do: "carry", step: -1 }],
    ["Alt+Shift+ArrowDown", { do: "carry", step: 1 }],
  ])("%s", (name, command) => {
    expect(commandOf(key(name))).toEqual(command);
  });

  it.each([
    "a",
    "测",
    "1",
    "Shift+A",
    "Ctrl+c",
    "Ctrl+v",
    "Ctrl+x",
    "Ctrl+Tab",
    "F5",
    "Alt+ArrowLeft",
    "Alt+Shift+ArrowLeft",
    "Process",
  ])("%s is left to the browser", (name) => {
    expect(commandOf(key(name))).toBeNull();
  });
});

describe("keys in an open editor", () => {
  it.each([
    ["Enter", false, "down"],
    ["Shift+Enter", false, "up"],
    ["Shift+Enter", true, "break"],
    ["Alt+Enter", true, "break"],
    ["Enter", true, "down"],
    ["Tab", false, "right"],
    ["Shift+Tab", true, "left"],
    ["Escape", false, "cancel"],
    ["F2", false, "caret"],
    ["Ctrl+Enter", true, "everywhere"],
    ["ArrowLeft", false, null],
    ["a", false, null],
  ])("%s (text of several lines: %s) → %s", (name, block, command) => {
    expect(editorCommandOf(key(name), block)).toBe(command);
  });

  it("arrows leave a cell that is being typed over, as they do in a spreadsheet", () => {
    expect(editorCommandOf(key("ArrowLeft"), false, true)).toEqual({ lines: 0, columns: -1 });
    expect(editorCommandOf(key("ArrowDown"), true, true)).toEqual({ lines: 1, columns: 0 });
    expect(editorCommandOf(key("Shift+ArrowLeft"), false, true)).toBeNull();
  });
});

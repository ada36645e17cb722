/** The menu of the selected cells and their rows: what the keys do, for those who look for it with the mouse or a finger. */
import { carry, isArrangeable } from "./actions/arranging";
import { clear, copyNow, WRITE_ROWS } from "./actions/copying";
import { fillDown, fillRight } from "./actions/filling";
import { pasteAsOne } from "./actions/pasting";
import { readRows } from "./actions/reading";
import { deleteRows } from "./actions/refreshing";
import { addRow } from "./actions/rows";
import { isExplained } from "./commands";
import { Menu, type MenuItem } from "./Menu";
import type { GridModel } from "./model";
import type { Anchor } from "./Popup";
import { counted } from "./words";

interface CellMenuProps {
  readonly model: GridModel;
  readonly anchor: Anchor | null;
  readonly onClose: () => void;
}

async function pasteNow(model: GridModel): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    if (text) await pasteAsOne(model, text);
  } catch {
    model.say({ kind: "info", text: model.words.pasteByKey });
  }
}

/** Ticked rows, where the menu was opened on one of them; else the rows of the selection. */
async function deleteSelected(model: GridModel, ticked: readonly number[] | null): Promise<void> {
  const { rect } = model;
  if (!rect) return;
  const rows = ticked
    ? []
    : await readRows(model, rect.top, Math.min(rect.bottom, rect.top + WRITE_ROWS - 1));
  const ids = ticked ?? rows.map((row) => row.id);
  await deleteRows(
    model,
    ids.filter((id) => id < 0 || model.props.canDelete),
  );
}

export function CellMenu({ model, anchor, onClose }: CellMenuProps) {
  const { rect, active, words, props } = model;
  if (!rect || !active) return null;
  const { row, column } = active;
  const writes = model.columns.list
    .slice(rect.left, rect.right + 1)
    .some((one) => model.canWriteRow(row, one));
  const lines = rect.bottom - rect.top + 1;

  const copying: MenuItem[] = [
    { key: "copy", label: words.copy, hint: "Ctrl+C", act: () => copyNow(model) },
    { key: "copy-headed", label: words.copyHeaded, act: () => copyNow(model, { headed: true }) },
  ];
  if (writes) {
    copying.unshift({
      key: "cut",
      label: words.cut,
      hint: "Ctrl+X",
      act: () => copyNow(model, { cut: true }),
    });
    copying.push({ key: "paste", label: words.paste, hint: "Ctrl+V", act: () => void pasteNow(model) });
  }
  const writing: MenuItem[] = [];
  if (writes) {
    writing.push({ key: "clear", label: words.clearCells, hint: "Delete", act: () => void clear(model) });
    if (lines > 1)
      writing.push({ key: "down", label: words.fillDown, hint: "Ctrl+D", act: () => void fillDown(model) });
    // Whole lines are selected to be copied or deleted: nobody wants the first field in all the others.
    if (rect.right > rect.left && rect.right - rect.left + 1 < model.bounds.columns)
      writing.push({
        key: "right",
        label: words.fillRight,
        hint: "Ctrl+R",
        act: () => void fillRight(model),
      });
  }
  const looking: MenuItem[] = [];
  if (props.onOpen && row.id > 0)
    looking.push({
      key: "open",
      label: words.openRecord,
      hint: "Ctrl+Enter",
      act: () => props.onOpen?.(row.id),
    });
  if (props.onExplain && row.id > 0 && isExplained(column.field.type))
    looking.push({ key: "explain", label: words.explain, act: () => props.onExplain?.(row.id, column.key) });

  const placing: MenuItem[] = [];
  if (props.canCreate)
    placing.push({ key: "add", label: words.addRow, hint: "Shift+Enter", act: () => addRow(model) });
  const { line } = active.cell;
  const movable = isArrangeable(model, line);
  if (movable && isArrangeable(model, line - 1))
    placing.push({
      key: "row-up",
      label: words.rowUp,
      hint: "Alt+Shift+↑",
      act: () => void carry(model, -1),
    });
  if (movable && isArrangeable(model, line + 1))
    placing.push({
      key: "row-down",
      label: words.rowDown,
      hint: "Alt+Shift+↓",
      act: () => void carry(model, 1),
    });
  const deleting: MenuItem[] = [];
  if (props.canDelete || row.id < 0) {
    const ticked = model.checked.has(row.id) ? [...model.checked] : null;
    deleting.push({
      key: "delete",
      label: words.deleteRows(counted(ticked?.length ?? Math.min(lines, WRITE_ROWS))),
      danger: true,
      act: () => void deleteSelected(model, ticked),
    });
  }
  return (
    <Menu
      anchor={anchor}
      label={words.menuCells}
      groups={[copying, writing, looking, placing, deleting]}
      onClose={() => {
        onClose();
        model.input?.focus({ preventScroll: true });
      }}
    />
  );
}

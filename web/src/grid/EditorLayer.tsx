/**
 * The one textarea that holds the focus, and the panel of the open editor. It lies over the active cell, invisible until something is
 * typed: so an input method composes in it from the first key on.
 */
import {
  type ClipboardEvent,
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  useCallback,
  useLayoutEffect,
  useRef,
} from "react";
import type { KeyTaker } from "../fields";
import { clear, clip } from "./actions/copying";
import { begin, cancel, commit, commitValue, edited, enterText, replaced } from "./actions/editing";
import { settle } from "./actions/leaving";
import { pasteAsOne } from "./actions/pasting";
import { type OpenMenu, run, runInEditor } from "./commands";
import { commandOf, editorCommandOf } from "./keyboard";
import { isClosed } from "./lines";
import type { GridModel } from "./model";
import { Popup } from "./Popup";
import { counted } from "./words";

interface EditorLayerProps {
  readonly model: GridModel;
  readonly headHeight: number;
  readonly footHeight: number;
  readonly gutter: number;
  readonly gridId: string;
  readonly openMenu: OpenMenu;
}

/** What a screen reader says of the active cell. */
function announce(model: GridModel): string {
  const { active, words, props, selection } = model;
  const heading = selection && model.headingAt(selection.anchor.line);
  if (heading)
    return words.heading(heading.label, counted(heading.count), isClosed(model.folding, heading.key));
  if (!active) return props.table.label;
  const value = model.valueOf(active.row, active.column.key);
  const edit = model.edits.cell(active.row.id, active.column.key);
  const text = edit?.raw ?? active.column.ui.shown(value, active.column.field, props.context);
  const problem = edit?.message ? `，${edit.message}` : "";
  return `${active.column.field.label}，${words.row(counted(model.numberOf(active.cell.line)))}：${text || words.cellEmpty}${problem}`;
}

export function EditorLayer({ model, headHeight, footHeight, gutter, gridId, openMenu }: EditorLayerProps) {
  const composing = useRef(false);
  const taker = useRef<KeyTaker | null>(null);
  const layer = useRef<HTMLDivElement>(null);
  const takeKeys = useCallback((next: KeyTaker | null) => {
    taker.current = next;
  }, []);
  const { editing } = model;
  const cell = editing?.cell ?? model.selection?.anchor;
  const column = cell && model.columns.list[cell.column];
  const frozen = cell !== undefined && cell.column < model.columns.frozen;
  const edge = gutter + (frozen ? 0 : (model.columns.edges[model.columns.frozen] ?? 0));
  const x = cell
    ? gutter + (model.columns.edges[cell.column] ?? 0) - (frozen ? 0 : model.view.left) - edge
    : 0;
  const y = cell ? cell.line * model.rowHeight - model.view.place.offset : 0;
  const kind = editing?.column.ui.editor.kind;
  const block = kind === "block";

  useLayoutEffect(() => {
    const area = model.input;
    if (!area) return;
    area.style.height = `${model.rowHeight + 1}px`;
    if (block) area.style.height = `${Math.min(260, Math.max(model.rowHeight * 2, area.scrollHeight + 4))}px`;
  });

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (!model.editing) {
      const command = commandOf(event);
      if (!command) return;
      if (command.do === "tab" && !model.selection) return;
      if (command.do === "toggle" && !model.selection) return;
      // Of one column alone the key is the browser's: it loads the page anew.
      if (command.do === "fillRight" && (!model.rect || model.rect.left === model.rect.right)) return;
      event.preventDefault();
      run(model, command, openMenu);
      return;
    }
    if (taker.current?.(event)) {
      event.preventDefault();
      return;
    }
    const command = editorCommandOf(event, block, model.editing.overwriting);
    if (!command) return;
    event.preventDefault();
    if (command === "break") {
      model.input?.setRangeText("\n", model.input.selectionStart, model.input.selectionEnd, "end");
      edited(model, model.input?.value ?? "");
    } else runInEditor(model, command);
  }

  function onInput() {
    const area = model.input;
    if (!area) return;
    if (!model.editing) {
      if (area.value === "" || !begin(model, true)) {
        if (!composing.current) area.value = "";
        return;
      }
    }
    if (!composing.current) edited(model, area.value);
  }

  function onCopy(event: ClipboardEvent<HTMLTextAreaElement>, cut: boolean) {
    if (model.editing || !model.selection) return;
    event.preventDefault();
    const copied = clip(model);
    if (!copied) return;
    event.clipboardData.setData("text/plain", copied.text);
    event.clipboardData.setData("text/html", copied.html);
    if (cut) void clear(model);
  }

  function onPaste(event: ClipboardEvent<HTMLTextAreaElement>) {
    if (model.editing || !model.selection) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    if (text) void pasteAsOne(model, text);
  }

  function onBlur(event: FocusEvent<HTMLTextAreaElement>) {
    const to = event.relatedTarget;
    if (to instanceof Element && to.closest("[data-gz-popup]")) return;
    if (!document.hasFocus()) return;
    if (model.editing) commit(model);
    void settle(model, true);
  }

  const clipping: CSSProperties = { top: headHeight, bottom: footHeight, left: edge };
  const place: CSSProperties = {
    left: x,
    top: y - 1,
    width: (column?.width ?? 1) + 1,
    minHeight: model.rowHeight + 1,
  };
  if (block) place.width = Math.max(320, column?.width ?? 0);
  return (
    <>
      <div className="gz-layer" style={clipping} ref={layer}>
        <textarea
          ref={(area) => {
            model.input = area;
          }}
          className={`gz-input gz-input-${kind ?? "idle"}${editing?.column.ui.align === "right" ? " gz-input-right" : ""}`}
          style={place}
          rows={1}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          inputMode={column?.ui.editor.inputMode}
          aria-label={announce(model)}
          aria-controls={gridId}
          placeholder={
            editing?.column.ui.editor.picks
              ? editing.column.ui.shown(editing.value, editing.column.field, model.props.context)
              : undefined
          }
          onKeyDown={onKeyDown}
          onPointerDown={() => enterText(model)}
          onInput={onInput}
          onCompositionStart={() => {
            composing.current = true;
            if (!model.editing) begin(model, true);
          }}
          onCompositionEnd={() => {
            composing.current = false;
            if (model.editing) edited(model, model.input?.value ?? "");
            else if (model.input) model.input.value = "";
          }}
          onCopy={(event) => onCopy(event, false)}
          onCut={(event) => onCopy(event, true)}
          onPaste={onPaste}
          onBlur={onBlur}
        />
      </div>
      {editing?.column.ui.editor.Panel ? (
        <Popup anchor={model.input} moved={`${x},${y}`} onOutside={() => commit(model)}>
          <editing.column.ui.editor.Panel
            key={`${editing.row.id}:${editing.column.key}`}
            field={editing.column.field}
            value={editing.value}
            text={editing.text}
            typed={editing.typed}
            context={model.props.context}
            record={editing.row.id > 0 ? editing.row.id : undefined}
            takeKeys={takeKeys}
            onChange={(value, text) => replaced(model, value, text)}
            onCommit={(value) => {
              commitValue(model, value);
              model.input?.focus({ preventScroll: true });
            }}
            onCancel={() => cancel(model)}
          />
        </Popup>
      ) : null}
    </>
  );
}

/** What floats over the grid's lower edge: ticked rows, messages; and at a refused cell the reason. */
import { useEffect } from "react";
import { uiOf, type Value } from "../fields";
import { discard, retry } from "./actions/editing";
import { selectCell } from "./actions/moving";
import { refresh } from "./actions/refreshing";
import { resendRows } from "./actions/resending";
import { deleteChecked, uncheckAll } from "./actions/rows";
import { pagesInView } from "./actions/scrolling";
import type { GridModel } from "./model";
import { Popup } from "./Popup";
import { counted } from "./words";

const NOTICE_MS = 6000;

export function NoticeBar({ model }: { model: GridModel }) {
  const { notice, words } = model;
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => {
      if (model.notice !== notice) return;
      model.notice = null;
      model.emit();
    }, NOTICE_MS);
    return () => clearTimeout(timer);
  }, [model, notice]);
  if (!notice) return null;
  const close = () => {
    model.notice = null;
    model.emit();
  };
  return (
    <div className={`gz-bar gz-bar-${notice.kind}`} role="status">
      <div>
        {notice.text}
        {notice.details?.map((detail) => (
          <div key={detail} className="gz-bar-detail">
            {detail}
          </div>
        ))}
      </div>
      <button type="button" className="gz-plain" aria-label={words.close} onClick={close}>
        ✕
      </button>
    </div>
  );
}

/** What a row is called; its number where it has not been read. */
function nameOf(model: GridModel, id: number): string {
  const { table, context } = model.props;
  const field = table.fields.find((one) => one.key === table.primary);
  const value = model.row(id)?.values[table.primary];
  return (field && value !== undefined && uiOf(field).shown(value, field, context)) || `#${id}`;
}

export function CheckedBar({ model }: { model: GridModel }) {
  const { checked, words, props } = model;
  if (checked.size === 0) return null;
  const ids = [...checked];
  return (
    <div className="gz-bar gz-bar-checked" role="toolbar" aria-label={words.chosen(counted(checked.size))}>
      <strong>{words.chosen(counted(checked.size))}</strong>
      {props.bulkActions?.(
        ids,
        () => uncheckAll(model),
        (id) => nameOf(model, id),
      )}
      {props.canDelete && props.onDelete ? (
        <button
          type="button"
          className="gz-bar-action gz-bar-danger"
          onClick={() => void deleteChecked(model)}
        >
          {words.delete}
        </button>
      ) : null}
      <button type="button" className="gz-bar-action" onClick={() => uncheckAll(model)}>
        {words.clear}
      </button>
    </div>
  );
}

/** How many values are not saved, wherever they stand, and the way to the next of them. */
export function UnsavedBar({ model, count }: { model: GridModel; count: number }) {
  const { words, active } = model;
  if (count === 0) return null;
  const failed = model.edits.failed();
  const here = failed.findIndex(([id, field]) => id === active?.row.id && field === active.column.key);
  if (here >= 0 && count === 1) return null; // the reason stands beside it
  const next = () => {
    for (let step = 1; step <= failed.length; step += 1) {
      const [id, field] = failed[(here + step) % failed.length] ?? [];
      const line = id === undefined ? null : model.lineOf(id);
      const column = model.columns.list.findIndex((one) => one.key === field);
      if (line === null || column < 0) continue;
      selectCell(model, { line, column });
      return;
    }
  };
  return (
    <div className="gz-bar gz-bar-error" role="status">
      <div>{words.failures(counted(count))}</div>
      <button type="button" className="gz-bar-action" onClick={next}>
        {words.nextFailure}
      </button>
    </div>
  );
}

/** How many new rows the server was not heard about. */
export function WaitingBar({ model }: { model: GridModel }) {
  const { waiting, words } = model;
  if (waiting.length === 0) return null;
  const rows = waiting.reduce((sum, { drafts }) => sum + drafts.length, 0);
  return (
    <div className="gz-bar gz-bar-warning" role="status">
      <div>
        {words.waiting(
          counted(rows),
          waiting.every(({ kept }) => kept),
        )}
      </div>
      <button type="button" className="gz-bar-action" onClick={() => void resendRows(model)}>
        {words.sendNow}
      </button>
    </div>
  );
}

/** Why the active cell's value was not saved, and what to do about it. */
export function RefusalBubble({ model }: { model: GridModel }) {
  const { active, words, editing, input } = model;
  if (!active || editing || !input) return null;
  const edit = model.edits.cell(active.row.id, active.column.key);
  if (edit?.status !== "failed") return null;
  const stored = model.row(active.row.id)?.values[active.column.key] ?? null;
  const shown = (value: Value) =>
    active.column.ui.shown(value, active.column.field, model.props.context) || words.cellEmpty;
  return (
    <Popup
      light
      anchor={input}
      moved={`${active.cell.line},${active.cell.column},${model.view.place.offset},${model.view.left}`}
      onOutside={() => undefined}
    >
      <div className="gz-refusal" role="alert">
        <div>{edit.message}</div>
        {edit.conflict ? (
          <dl className="gz-conflict">
            <dt>{words.theirs}</dt>
            <dd>{shown(stored)}</dd>
            <dt>{words.mine}</dt>
            <dd>{shown(edit.value)}</dd>
          </dl>
        ) : null}
        <div className="gz-refusal-acts">
          {edit.raw === undefined ? (
            <button
              type="button"
              className="gz-bar-action"
              onClick={() => retry(model, active.row, active.column)}
            >
              {edit.conflict ? words.keepMine : words.retry}
            </button>
          ) : null}
          <button
            type="button"
            className="gz-bar-action"
            onClick={() => discard(model, active.row, active.column)}
          >
            {edit.conflict ? words.keepTheirs : words.discard}
          </button>
        </div>
      </div>
    </Popup>
  );
}

export function FailureBar({ model }: { model: GridModel }) {
  const { failure, words } = model;
  if (!failure) return null;
  return (
    <div className="gz-bar gz-bar-error" role="alert">
      <div>{failure}</div>
      <button
        type="button"
        className="gz-bar-action"
        onClick={() => {
          model.failure = null;
          // Old rows may be on the screen still: what failed was reading them again.
          if (model.count === null) model.loader.want(pagesInView(model), true);
          else void refresh(model);
          model.emit();
        }}
      >
        {words.retry}
      </button>
    </div>
  );
}

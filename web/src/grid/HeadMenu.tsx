/** The menu of a heading. */
import { fitColumn, moveColumn } from "./actions/columns";
import { MOST_FROZEN } from "./columns";
import { Menu, type MenuItem } from "./Menu";
import type { GridModel } from "./model";
import type { SortKey } from "./types";

interface HeadMenuProps {
  readonly model: GridModel;
  readonly index: number;
  readonly onClose: () => void;
}

export function HeadMenu({ model, index, onClose }: HeadMenuProps) {
  const column = model.columns.list[index];
  if (!column) return null;
  const { words, props } = model;
  const { key, field, primary } = column;
  const sort = props.sort ?? [];
  const own = sort.find((one) => one.field === key);
  const others = sort.filter((one) => one.field !== key);
  const set = (next: readonly SortKey[]) => props.onSort?.(next);
  const sorting: MenuItem[] = [];
  if (props.onSort) {
    const only = own !== undefined && sort.length === 1;
    sorting.push(
      {
        key: "up",
        label: words.sortUp,
        hint: "↑",
        on: only && !own.descending ? true : undefined,
        act: () => set([{ field: key, descending: false }]),
      },
      {
        key: "down",
        label: words.sortDown,
        hint: "↓",
        on: only && own.descending ? true : undefined,
        act: () => set([{ field: key, descending: true }]),
      },
    );
    if (others.length > 0 && !own) {
      const nth = words.sortAdd(sort.length + 1);
      sorting.push(
        {
          key: "add-up",
          label: nth,
          hint: "↑",
          act: () => set([...sort, { field: key, descending: false }]),
        },
        {
          key: "add-down",
          label: nth,
          hint: "↓",
          act: () => set([...sort, { field: key, descending: true }]),
        },
      );
    }
    if (own) sorting.push({ key: "off", label: words.sortOff, act: () => set(others) });
  }
  const finding: MenuItem[] = [];
  if (props.onFilter) finding.push({ key: "filter", label: words.filter, act: () => props.onFilter?.(key) });
  if (props.onGroup && props.groupable?.(key) !== false)
    finding.push({ key: "group", label: words.group, act: () => props.onGroup?.(key) });
  const placing: MenuItem[] = [{ key: "fit", label: words.fit, act: () => fitColumn(model, index) }];
  if (props.onReorder && index > 0)
    placing.push({ key: "left", label: words.moveLeft, act: () => moveColumn(model, index, index - 1) });
  if (props.onReorder && index < model.columns.list.length - 1) {
    placing.push({ key: "right", label: words.moveRight, act: () => moveColumn(model, index, index + 2) });
  }
  if (props.onFreeze && index > 0 && index < MOST_FROZEN && index + 1 !== props.frozen)
    placing.push({ key: "freeze", label: words.freeze, act: () => props.onFreeze?.(index + 1) });
  if (props.onFreeze && (props.frozen ?? 1) > 1)
    placing.push({ key: "unfreeze", label: words.unfreeze, act: () => props.onFreeze?.(1) });
  if (props.onHide && !primary)
    placing.push({ key: "hide", label: words.hide, act: () => props.onHide?.(key) });
  const building = props.fieldMenu?.(key) ?? [];
  return (
    <Menu
      anchor={model.scroller?.querySelector(`[data-heading="${index}"]`) ?? null}
      label={words.menu(field.label)}
      groups={[sorting, finding, placing, building]}
      note={field.help}
      onClose={() => {
        onClose();
        model.input?.focus({ preventScroll: true });
      }}
    />
  );
}

/** Ctrl+;: today in the active cell, with the time of day where the field has one. */
import { textOfInstant } from "../../fields/dates";
import type { GridModel } from "../model";
import { obstacle } from "./editing";
import { settle } from "./leaving";
import { enter } from "./saving";

export function stamp(model: GridModel): void {
  const { active } = model;
  if (!active) return;
  const { row } = active;
  const column = model.columnFor(row, active.column);
  const reason = obstacle(model, row, column);
  if (reason) {
    model.say({ kind: "info", text: reason });
    return;
  }
  const { context } = model.props;
  const timed = column.field.type === "datetime";
  const text = timed ? textOfInstant(`${new Date().toISOString().slice(0, 16)}:00Z`, context) : context.today;
  const parsed = column.ui.parse(text, column.field, context);
  if (parsed instanceof Promise || !("value" in parsed)) {
    model.say({ kind: "info", text: model.words.noDate });
    return;
  }
  void enter(model, [{ row, field: column.key, value: parsed.value }]).then(() => settle(model));
}

/** The cells of a line that is being filled in: an input where one may write, every refusal at its cell. */
import type { Draft, Field, Table, Value, Values } from "../api/types";
import { type FieldContext, isWritable, uiOf } from "../fields";
import { FieldControl } from "../ui/FieldControl";
import { FieldValue } from "../ui/FieldValue";
import { fieldOfType } from "./recordTypes";

interface LineCellsProps {
  table: Table;
  columns: readonly Field[];
  draft: Draft;
  /** What is wrong, by key of the field. */
  problems: Readonly<Record<string, string>>;
  context: FieldContext;
  disabled: boolean;
  focused: boolean;
  /** What the server would make of the line, as far as that is known. */
  foreseen?: Values | null;
  onChange: (key: string, value: Value) => void;
}

export function LineCells({
  table,
  columns,
  draft,
  problems,
  context,
  disabled,
  focused,
  foreseen = null,
  onChange,
}: LineCellsProps) {
  const types = table.record_types;
  const hint = (column: Field) => {
    const value = foreseen?.[column.key];
    const ui = uiOf(column);
    return value === undefined || ui.isEmpty(value) ? {} : { placeholder: ui.shown(value, column, context) };
  };
  return columns.map((column, index) => {
    const problem = problems[column.key];
    return (
      <td key={column.key} data-align={uiOf(column).align}>
        {isWritable(column) ? (
          <div role="group" aria-label={column.label}>
            <FieldControl
              field={fieldOfType(types, column, types ? draft[types.field] : null)}
              value={draft[column.key] ?? null}
              context={context}
              autoFocus={focused && index === 0}
              disabled={disabled}
              {...hint(column)}
              {...(problem ? { status: "error" as const } : {})}
              onChange={(value) => onChange(column.key, value)}
            />
            {problem && <div className="gz-inline-problem">{problem}</div>}
          </div>
        ) : (
          <FieldValue
            field={column}
            value={foreseen?.[column.key]}
            empty={<span className="gz-muted">–</span>}
          />
        )}
      </td>
    );
  });
}

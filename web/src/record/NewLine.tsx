/** A line being added: inputs in the cells, every refusal at its cell, nothing typed is lost. */
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ErrorsByPlace, errorsByPlace } from "../api/problem";
import type { Draft, Field, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { isWritable, toWire, uiOf } from "../fields";
import { FieldControl } from "../ui/FieldControl";
import { defaultsOf, filledIn } from "./draft";
import { fieldOfType } from "./recordTypes";

interface NewLineProps {
  table: Table;
  /** The relation to the record the line belongs to. */
  link: string;
  parent: number;
  columns: Field[];
  onDone: () => void;
}

export function NewLine({ table, link, parent, columns, onDone }: NewLineProps) {
  const { key: ws, contextOf, member } = useWorkspace();
  const { t } = useTranslation();
  const writes = useWrites(ws, "lines");
  const [draft, setDraft] = useState<Draft>(() => defaultsOf(table, member));
  const [problems, setProblems] = useState<ErrorsByPlace | null>(null);
  const [saving, setSaving] = useState(false);
  const context = contextOf(table.key);
  const types = table.record_types;

  const save = async () => {
    setSaving(true);
    setProblems(null);
    try {
      await writes.create(table.key, [
        { ...toWire(filledIn(table, draft, {}), table.fields), [link]: parent },
      ]);
      onDone();
    } catch (error) {
      setProblems(
        errorsByPlace(
          error,
          columns.filter(isWritable).map((column) => column.key),
        ),
      );
      setSaving(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    } else if (
      event.key === "Enter" &&
      event.target instanceof HTMLInputElement &&
      event.target.type === "text"
    ) {
      if (event.target.getAttribute("role") !== "combobox") void save();
    }
  };

  return (
    <>
      <tr className="gz-lines-new" onKeyDown={keys}>
        {columns.map((column, index) => {
          const problem = problems?.fields[column.key];
          return (
            <td key={column.key} data-align={uiOf(column).align}>
              {isWritable(column) ? (
                <div role="group" aria-label={column.label}>
                  <FieldControl
                    field={fieldOfType(types, column, types ? draft[types.field] : null)}
                    value={draft[column.key] ?? null}
                    context={context}
                    autoFocus={index === 0}
                    disabled={saving}
                    {...(problem ? { status: "error" as const } : {})}
                    onChange={(value) => setDraft((old) => ({ ...old, [column.key]: value }))}
                  />
                  {problem && <div className="gz-inline-problem">{problem}</div>}
                </div>
              ) : (
                <span className="gz-muted">–</span>
              )}
            </td>
          );
        })}
        <td className="gz-lines-act">
          <Button
            type="text"
            size="small"
            loading={saving}
            icon={<CheckOutlined aria-hidden />}
            aria-label={t("record.saveField")}
            onClick={save}
          />
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t("frame.cancel")}
            onClick={onDone}
          />
        </td>
      </tr>
      {problems && problems.general.length > 0 && (
        <tr>
          <td colSpan={columns.length + 1} className="gz-inline-problem" role="alert">
            {problems.general.join("；")}
          </td>
        </tr>
      )}
    </>
  );
}

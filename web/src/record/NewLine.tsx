/** A line being added: inputs in the cells, every refusal at its cell, nothing typed is lost. */
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ErrorsByPlace, errorsByPlace } from "../api/problem";
import type { Draft, Field, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { isWritable, toWire } from "../fields";
import { defaultsOf, filledIn } from "./draft";
import { LineCells } from "./LineCells";
import { shortValues, useLooking } from "./looking";

interface NewLineProps {
  table: Table;
  /** The relation to the record the line belongs to. */
  link: string;
  parent: number;
  columns: Field[];
  onDone: () => void;
}

export function NewLine({ table, link, parent, columns, onDone }: NewLineProps) {
  const { key: ws, contextOf, member, display } = useWorkspace();
  const { t } = useTranslation();
  const writes = useWrites(ws, "lines");
  const [draft, setDraft] = useState<Draft>(() => defaultsOf(table, member, display.today));
  const [problems, setProblems] = useState<ErrorsByPlace | null>(null);
  const [saving, setSaving] = useState(false);
  const context = useLooking(contextOf(table.key), () => ({
    values: { ...shortValues(table, draft), [link]: parent },
  }));

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
        <LineCells
          table={table}
          columns={columns}
          draft={draft}
          problems={problems?.fields ?? {}}
          context={context}
          disabled={saving}
          focused
          onChange={(key, value) => setDraft((old) => ({ ...old, [key]: value }))}
        />
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

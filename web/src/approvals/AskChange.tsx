/** Asking to change what has been approved: the fields that may be, and why. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { approvalsKey, askChange } from "../api/approvals";
import { sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import type { ApprovalSchema, RecordWithRights, Table, Value, WireValues } from "../api/types";
import { announceTables } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { same } from "../fields";
import { wireOf } from "../record/draft";
import { shortValues } from "../record/looking";
import { NewLines } from "../record/NewLines";
import { FieldControl } from "../ui/FieldControl";

interface AskChangeProps {
  table: Table;
  record: RecordWithRights;
  schema: ApprovalSchema;
}

export function AskChange({ table, record, schema }: AskChangeProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const approved = record.values[schema.state] === schema.approved;
  if (!approved || schema.change.length === 0 || !table.allowed.edit) return null;
  return (
    <div className="gz-approval-ask">
      <Button onClick={() => setOpen(true)}>{t("approvals.askChange")}</Button>
      {open && <Dialog table={table} record={record} schema={schema} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Dialog({ table, record, schema, onClose }: AskChangeProps & { onClose: () => void }) {
  const { key: ws, tables, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [values, setValues] = useState<Record<string, Value>>({});
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const fields = table.fields.filter((field) => schema.change.includes(field.key));

  const send = async () => {
    const changed = Object.entries(values).filter(([key, value]) => !same(value, record.values[key] ?? null));
    const wire = wireOf(table, Object.fromEntries(changed), tables) as WireValues;
    if (Object.keys(wire).length === 0) return setProblem(t("approvals.nothingChanged"));
    if (reason.trim() === "") return setProblem(t("approvals.changeReasonNeeded"));
    setSaving(true);
    try {
      await askChange(ws, table.key, record.id, schema.key, wire, reason.trim());
      message.success(t("approvals.changeAsked"));
      onClose();
      await client.invalidateQueries({ queryKey: approvalsKey(ws) });
      void client.invalidateQueries({ queryKey: rowsKey(ws) });
      announceTables([table.key], "approvals");
    } catch (error) {
      setProblem(sentence(error));
      setSaving(false);
    }
  };

  return (
    <Modal
      open
      title={t("approvals.askChange")}
      okText={t("approvals.askChange")}
      confirmLoading={saving}
      onOk={() => void send()}
      onCancel={onClose}
      mask={{ closable: false }}
      width={880}
    >
      <p className="gz-muted">{t("approvals.askChangeHint")}</p>
      {fields.map((field) => {
        const child = field.type === "subtable" ? tables.get(field.settings.table ?? "") : undefined;
        const value = (field.key in values ? values[field.key] : record.values[field.key]) ?? null;
        const change = (entered: Value) => setValues((before) => ({ ...before, [field.key]: entered }));
        if (field.type === "subtable" && !child) return null;
        return (
          <div key={field.key} className="gz-decision-field">
            <span className="gz-muted">{field.label}</span>
            {child ? (
              <NewLines
                field={field}
                child={child}
                value={value}
                problems={{}}
                disabled={saving}
                owner={() => shortValues(table, { ...record.values, ...values })}
                titled={false}
                onChange={change}
              />
            ) : (
              <FieldControl
                field={field}
                value={value}
                onChange={change}
                context={contextOf(table.key)}
                record={record.id}
              />
            )}
          </div>
        );
      })}
      <div className="gz-decision-field">
        <span className="gz-muted">{t("approvals.changeReason")}</span>
        <Input.TextArea
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1000}
          aria-label={t("approvals.changeReason")}
        />
      </div>
      {problem && (
        <p role="alert" className="gz-action-problem">
          {problem}
        </p>
      )}
    </Modal>
  );
}

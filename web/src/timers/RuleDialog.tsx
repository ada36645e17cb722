/** A rule as a form. Nothing is saved here: what differs goes into a plan. */
import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type RuleChange, type Timer, timersQuery } from "../api/timers";
import type { Draft, Row, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { same, toWire } from "../fields";
import { FormField } from "../record/FormField";
import { blankRule, ruleFields } from "./rules";

interface RuleDialogProps {
  timer: Timer;
  rules: Table;
  /** Null: a new one. */
  row: Row | null;
  onPlan: (changes: RuleChange[]) => void;
  onClose: () => void;
}

export function RuleDialog({ timer, rules, row, onPlan, onClose }: RuleDialogProps) {
  const { key: ws, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const timers = useQuery(timersQuery(ws)).data ?? [];
  const [draft, setDraft] = useState<Draft>(() => (row ? { ...row.values } : blankRule(timer)));
  const fields = ruleFields(timer, rules, timers);
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => !row || !same(value ?? null, row.values[key] ?? null)),
  );
  return (
    <Modal
      open
      width={640}
      title={t(row ? "timers.editTitle" : "timers.addTitle")}
      okText={t("timers.preview")}
      okButtonProps={{ disabled: Object.keys(changed).length === 0 }}
      onOk={() => onPlan([{ id: row?.id ?? null, values: toWire(changed, rules.fields) }])}
      onCancel={onClose}
    >
      <div className="gz-timers-form">
        {fields.map((field, at) => (
          <FormField
            key={field.key}
            field={field}
            value={draft[field.key] ?? null}
            context={contextOf(rules.key)}
            problem={null}
            autoFocus={at === 0}
            disabled={false}
            onChange={(value) => setDraft((old) => ({ ...old, [field.key]: value }))}
          />
        ))}
      </div>
    </Modal>
  );
}

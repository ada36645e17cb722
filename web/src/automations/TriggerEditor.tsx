/** What sets an automation off: the kind, and what the kind asks for. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { ConditionEditor } from "./ConditionEditor";
import { DateForm } from "./DateForm";
import {
  IMPORT_OUTCOMES,
  type ImportOutcome,
  OUTCOMES,
  type Outcome,
  TRIGGERS,
  type Trigger,
  type TriggerKind,
} from "./document";
import { blankTrigger } from "./draft";
import { IncomingAddress } from "./IncomingAddress";
import { TRIGGER_ICONS } from "./kinds";
import { Line } from "./Line";
import { ScheduleForm } from "./ScheduleForm";

interface TriggerEditorProps {
  table: string;
  trigger: Trigger;
  /** Key of the automation as it is saved; null: not yet. */
  saved: string | null;
  onChange: (trigger: Trigger) => void;
}

const RELATIONS = new Set(["relation", "relations"]);
const choicesOf = (fields: readonly Field[]) =>
  fields.map((field) => ({ value: field.key, label: field.label }));

export function TriggerEditor({ table, trigger, saved, onChange }: TriggerEditorProps) {
  const { t } = useTranslation();
  return (
    <>
      <Line label={t("automations.triggerKind")} hint={t(`automations.triggerHints.${trigger.on}`)}>
        <Select<TriggerKind>
          className="gz-flow-wide"
          aria-label={t("automations.triggerKind")}
          listHeight={420}
          value={trigger.on}
          options={TRIGGERS.map((kind) => {
            const Icon = TRIGGER_ICONS[kind];
            return {
              value: kind,
              label: (
                <span className="gz-flow-trigger">
                  <Icon aria-hidden /> {t(`automations.triggers.${kind}`)}
                </span>
              ),
            };
          })}
          onChange={(kind) => onChange(blankTrigger[kind]())}
        />
      </Line>
      <Asked key={trigger.on} table={table} trigger={trigger} saved={saved} onChange={onChange} />
    </>
  );
}

function Asked({ table, trigger, saved, onChange }: TriggerEditorProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const spec = tables.get(table);
  const fields = spec?.fields ?? [];
  switch (trigger.on) {
    case "updated":
      return (
        <Line label={t("automations.watched")}>
          <Select<string[]>
            className="gz-flow-wide"
            mode="multiple"
            aria-label={t("automations.watched")}
            showSearch={{ optionFilterProp: "label" }}
            value={trigger.fields}
            options={choicesOf(fields.filter((field) => !field.computed))}
            onChange={(next) => onChange({ on: "updated", fields: next })}
          />
        </Line>
      );
    case "becomes":
      return (
        <Line label={t("automations.becomesHint")}>
          <ConditionEditor
            id="trigger"
            table={table}
            condition={trigger.condition}
            onChange={(condition) => onChange({ on: "becomes", condition: condition ?? { and: [] } })}
          />
        </Line>
      );
    case "linked":
      return (
        <Line label={t("automations.relationField")}>
          <Select
            className="gz-flow-wide"
            aria-label={t("automations.relationField")}
            value={trigger.field || undefined}
            options={choicesOf(fields.filter((field) => RELATIONS.has(field.type) && !field.computed))}
            onChange={(field) => onChange({ on: "linked", field })}
          />
        </Line>
      );
    case "button":
      return (
        <Line label={t("automations.buttonField")}>
          <Select
            className="gz-flow-wide"
            aria-label={t("automations.buttonField")}
            notFoundContent={t("automations.noButtons")}
            value={trigger.button || undefined}
            options={(spec?.buttons ?? []).map((one) => ({ value: one.key, label: one.label }))}
            onChange={(button) => onChange({ on: "button", button })}
          />
        </Line>
      );
    case "approval":
      return (
        <>
          <Line label={t("automations.approvalField")}>
            <Select
              className="gz-flow-wide"
              aria-label={t("automations.approvalField")}
              notFoundContent={t("automations.noApprovals")}
              value={trigger.approval || undefined}
              options={(spec?.approvals ?? []).map((one) => ({ value: one.key, label: one.label }))}
              onChange={(approval) => onChange({ ...trigger, approval })}
            />
          </Line>
          <Line label={t("automations.outcome")}>
            <Select<Outcome | "">
              className="gz-flow-wide"
              aria-label={t("automations.outcome")}
              value={trigger.outcome ?? ""}
              options={[
                { value: "", label: t("automations.anyOutcome") },
                ...OUTCOMES.map((value) => ({ value, label: t(`automations.outcomes.${value}`) })),
              ]}
              onChange={(outcome) =>
                onChange({ on: "approval", approval: trigger.approval, ...(outcome ? { outcome } : {}) })
              }
            />
          </Line>
        </>
      );
    case "date":
      return <DateForm table={table} trigger={trigger} onChange={onChange} />;
    case "schedule":
      return <ScheduleForm trigger={trigger} onChange={onChange} />;
    case "import":
      return (
        <Line label={t("automations.outcome")}>
          <Select<ImportOutcome | "">
            className="gz-flow-wide"
            aria-label={t("automations.outcome")}
            value={trigger.outcome ?? ""}
            options={[
              { value: "", label: t("automations.anyOutcome") },
              ...IMPORT_OUTCOMES.map((value) => ({ value, label: t(`automations.importOutcomes.${value}`) })),
            ]}
            onChange={(outcome) => onChange(outcome ? { on: "import", outcome } : { on: "import" })}
          />
        </Line>
      );
    case "incoming":
      return (
        <Line label={t("automations.address")} hint={t("automations.addressHint")}>
          <IncomingAddress automation={saved} />
        </Line>
      );
    default:
      return null;
  }
}

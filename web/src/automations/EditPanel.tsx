/** The definition as a list from top to bottom: what sets it off, on what condition, and what is done. */

import { useQuery } from "@tanstack/react-query";
import { Alert, Checkbox, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type AutomationInFull, automationsQuery } from "../api/automations";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { WITH_BODY } from "./bodyTests";
import { ConditionEditor } from "./ConditionEditor";
import { renamed } from "./document";
import type { Draft } from "./draft";
import { Line } from "./Line";
import { ProblemCount } from "./ProblemCount";
import { Problems } from "./Problems";
import type { Problems as Found } from "./problems";
import { StepList } from "./StepList";
import { TriggerEditor } from "./TriggerEditor";

interface EditPanelProps {
  automation: AutomationInFull | null;
  draft: Draft;
  problems: Found;
  onChange: (part: Partial<Draft>) => void;
}

/** Set off by neither a record nor a body: there is nothing that a condition could look at. */
const WITHOUT_RECORD = new Set(["schedule"]);

export function EditPanel({ automation, draft, problems, onChange }: EditPanelProps) {
  const { tables, display } = useWorkspace();
  const { t } = useTranslation();
  const at = (place: string) => problems.at.get(place) ?? [];
  return (
    <div className="gz-flow">
      <ProblemCount problems={problems} />
      {automation && <Circles automation={automation} />}
      <section className="gz-flow-part" aria-label={t("automations.trigger")}>
        <h2>{t("automations.trigger")}</h2>
        <div className="gz-flow-card">
          <Problems sentences={[...at("table"), ...at("trigger")]} />
          <Line label={t("automations.tableOf")}>
            <Select
              className="gz-flow-wide"
              aria-label={t("automations.tableOf")}
              showSearch={{ optionFilterProp: "label" }}
              disabled={automation !== null}
              value={draft.table || undefined}
              options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
              onChange={(table) => onChange({ table, condition: null, steps: [] })}
            />
          </Line>
          {draft.table && (
            <TriggerEditor
              table={draft.table}
              trigger={draft.trigger}
              saved={automation?.key ?? null}
              onChange={(trigger) => onChange({ trigger })}
            />
          )}
        </div>
      </section>
      {draft.table && (draft.condition !== null || !WITHOUT_RECORD.has(draft.trigger.on)) && (
        <section className="gz-flow-part" aria-label={t("automations.condition")}>
          <h2>{t("automations.condition")}</h2>
          <div className="gz-flow-card">
            <Problems sentences={at("if")} />
            <ConditionEditor
              key={`${draft.table} ${WITH_BODY.has(draft.trigger.on)}`}
              id="if"
              body="alone"
              table={draft.table}
              condition={draft.condition}
              add={t("automations.addCondition")}
              onChange={(condition) => onChange({ condition })}
            />
            {draft.condition === null && (
              <p className="gz-muted gz-flow-hint">{t("automations.conditionHint")}</p>
            )}
          </div>
        </section>
      )}
      {draft.table && (
        <section className="gz-flow-part" aria-label={t("automations.steps")}>
          <h2>{t("automations.steps")}</h2>
          <Problems sentences={at("do")} />
          <StepList owner={null} steps={draft.steps} table={draft.table} looped={false} prefix="" />
        </section>
      )}
      <section className="gz-flow-part" aria-label={t("automations.description")}>
        <h2>{t("automations.description")}</h2>
        <div className="gz-flow-card">
          <Input.TextArea
            aria-label={t("automations.description")}
            placeholder={t("automations.descriptionHint")}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            value={draft.description[display.locale]}
            onChange={(event) =>
              onChange({ description: renamed(draft.description, display.locale, event.target.value) })
            }
          />
          {display.locale === "zh-CN" && (
            <Line label={t("automations.english")} hint={t("automations.englishHint")}>
              {(id) => (
                <Input
                  id={id}
                  maxLength={200}
                  value={draft.label.en}
                  onChange={(event) => onChange({ label: { ...draft.label, en: event.target.value } })}
                />
              )}
            </Line>
          )}
          <Checkbox
            checked={draft.demo}
            disabled={automation?.demo}
            onChange={(event) => onChange({ demo: event.target.checked })}
          >
            {t("automations.demo")} <span className="gz-muted">{t("automations.demoHint")}</span>
          </Checkbox>
        </div>
      </section>
    </div>
  );
}

function Circles({ automation }: { automation: AutomationInFull }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const listed = useQuery(automationsQuery(ws)).data?.automations;
  if (automation.cycles.length === 0) return null;
  const label = (key: string) => listed?.find((one) => one.key === key)?.label ?? key;
  return (
    <Alert
      type="warning"
      showIcon
      title={t("automations.warnings")}
      description={
        <>
          {automation.cycles.map((keys) => (
            <div key={keys.join()}>
              {[...keys, keys[0] ?? ""].map((key, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the first comes again at the end of its circle
                <span key={at}>
                  {at > 0 && " → "}
                  <Link to={settingsAddress(ws, "automations", key)}>{label(key)}</Link>
                </span>
              ))}
            </div>
          ))}
          <span className="gz-muted">{t("automations.cycleHint")}</span>
        </>
      }
    />
  );
}

/** An approval in parts: its stages, who stands in, what its outcomes do to the record, and what stays open. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type ApprovalDocument, EFFECTS } from "../api/definitions";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";
import { ProblemCount } from "../automations/ProblemCount";
import type { Problems as Found } from "../automations/problems";
import { ApproversEditor } from "./ApproversEditor";
import type { Part } from "./drafts";
import { FieldsSelect } from "./FieldsSelect";
import { LocksSelect } from "./LocksSelect";
import { Section } from "./Section";
import { StagesEditor } from "./StagesEditor";

interface ApprovalPanelProps {
  draft: ApprovalDocument;
  /** Rounds that wait for a decision now. */
  open: number;
  problems: Found;
  onChange: (part: Part<ApprovalDocument>) => void;
}

export function ApprovalPanel({ draft, open, problems, onChange }: ApprovalPanelProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const { table } = draft;
  const fields = tables.get(table)?.fields ?? [];
  const states = fields.filter((field) => field.type === "state" || field.type === "option");
  const people = fields.filter((field) => field.value_type === "member" && !field.computed);
  const options = (fields.find((field) => field.key === draft.state)?.options ?? []).map((one) => ({
    value: one.key,
    label: one.label,
  }));
  const at = (place: string) => problems.at.get(place) ?? [];
  return (
    <div className="gz-flow">
      <ProblemCount problems={problems} />
      {open > 0 && <Alert type="info" showIcon title={t("actions.openRoundsHint")} />}
      <Section
        title={t("actions.effects")}
        hint={t("actions.effectsHint")}
        problems={[...at("state"), ...at("on")]}
      >
        <Line label={t("actions.stateField")}>
          <Select
            className="gz-flow-wide"
            aria-label={t("actions.stateField")}
            value={draft.state || undefined}
            notFoundContent={t("actions.noStates")}
            options={states.map((field) => ({ value: field.key, label: field.label }))}
            onChange={(state) =>
              onChange({ state, on: { submit: "", approve: "", reject: "", withdraw: "" } })
            }
          />
        </Line>
        {draft.state &&
          EFFECTS.map((effect) => (
            <Line key={effect} label={t(`actions.on.${effect}`)}>
              <Select
                className="gz-flow-wide"
                aria-label={t(`actions.on.${effect}`)}
                value={draft.on[effect] || undefined}
                options={options}
                onChange={(option) => onChange({ on: { ...draft.on, [effect]: option } })}
              />
            </Line>
          ))}
      </Section>
      <Section title={t("actions.stages")} hint={t("actions.stagesHint")} problems={at("stages")}>
        <StagesEditor
          table={table}
          stages={draft.stages ?? []}
          problemsAt={at}
          onChange={(stages) => onChange({ stages })}
        />
      </Section>
      <Section
        title={t("actions.others")}
        problems={[...at("fallback"), ...at("copied"), ...at("submitter")]}
      >
        <Line label={t("actions.fallback")} hint={t("actions.fallbackHint")}>
          <Select
            className="gz-flow-wide"
            aria-label={t("actions.fallback")}
            showSearch={{ optionFilterProp: "label" }}
            value={draft.fallback || undefined}
            options={roles.map((role) => ({ value: role.key, label: role.label }))}
            onChange={(fallback) => onChange({ fallback })}
          />
        </Line>
        <Line label={t("actions.copied")} hint={t("actions.copiedHint")}>
          <ApproversEditor
            table={table}
            approvers={draft.copied ?? []}
            label={t("actions.copied")}
            onChange={(copied) => onChange({ copied: copied.length > 0 ? copied : undefined })}
          />
        </Line>
        <Line label={t("actions.submitter")} hint={t("actions.submitterHint")}>
          <Select<string>
            className="gz-flow-wide"
            aria-label={t("actions.submitter")}
            value={draft.submitter ?? ""}
            options={[
              { value: "", label: t("actions.nobody") },
              ...people.map((field) => ({ value: field.key, label: field.label })),
            ]}
            onChange={(submitter) => onChange({ submitter: submitter || undefined })}
          />
        </Line>
      </Section>
      <Section title={t("actions.locks")} problems={[...at("lifts"), ...at("change")]}>
        <LocksSelect
          table={table}
          label={t("actions.lifts")}
          hint={t("actions.liftsApprovalHint")}
          value={draft.lifts ?? []}
          onChange={(lifts) => onChange({ lifts: lifts.length > 0 ? lifts : undefined })}
        />
        <FieldsSelect
          table={table}
          label={t("actions.change")}
          hint={t("actions.changeHint")}
          placeholder={t("actions.noFields")}
          value={draft.change?.fields ?? []}
          onChange={(next) => onChange({ change: next.length > 0 ? { fields: next } : undefined })}
        />
      </Section>
    </div>
  );
}

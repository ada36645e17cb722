/** A button in parts: when it is there, who may press it, what it asks for, what it does, and what stands against it. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { ButtonDocument } from "../api/definitions";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { ConditionEditor } from "../automations/ConditionEditor";
import { Line } from "../automations/Line";
import { ProblemCount } from "../automations/ProblemCount";
import { Problems } from "../automations/Problems";
import type { Problems as Found } from "../automations/problems";
import { StepList } from "../automations/StepList";
import type { ButtonDraft, Part } from "./drafts";
import { InputsEditor } from "./InputsEditor";
import { LimitsEditor } from "./LimitsEditor";
import { LocksSelect } from "./LocksSelect";
import { ObjectionsEditor } from "./ObjectionsEditor";
import { OnceEditor } from "./OnceEditor";
import { SaidLine } from "./SaidLine";
import { Section } from "./Section";

interface ButtonPanelProps {
  draft: ButtonDraft;
  problems: Found;
  onChange: (part: Part<ButtonDocument>) => void;
}

export function ButtonPanel({ draft, problems, onChange }: ButtonPanelProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const { document } = draft;
  const { table } = document;
  const at = (place: string) => problems.at.get(place) ?? [];
  return (
    <div className="gz-flow">
      <ProblemCount problems={problems} />
      <Section title={t("actions.when")} problems={at("when")}>
        <ConditionEditor
          id="when"
          table={table}
          condition={document.when ?? null}
          add={t("automations.addCondition")}
          onChange={(when) => onChange({ when: when ?? undefined })}
        />
        {!document.when && <p className="gz-muted gz-flow-hint">{t("actions.alwaysHint")}</p>}
        <Checkbox
          checked={document.primary ?? false}
          onChange={(event) => onChange({ primary: event.target.checked || undefined })}
        >
          {t("actions.primary")} <span className="gz-muted">{t("actions.primaryHint")}</span>
        </Checkbox>
      </Section>
      <Section title={t("actions.who")} problems={[...at("roles"), ...at("right")]}>
        <Line label={t("actions.rolesOnly")} hint={t("actions.rolesHint")}>
          <Select<string[]>
            className="gz-flow-wide"
            mode="multiple"
            aria-label={t("actions.rolesOnly")}
            placeholder={t("actions.everybody")}
            showSearch={{ optionFilterProp: "label" }}
            value={document.roles ?? []}
            options={roles.map((role) => ({ value: role.key, label: role.label }))}
            onChange={(next) => onChange({ roles: next.length > 0 ? next : undefined })}
          />
        </Line>
        <Line label={t("actions.right")}>
          <Segmented<"edit" | "view">
            value={document.right ?? "edit"}
            options={[
              { value: "edit", label: t("actions.whoMayEdit") },
              { value: "view", label: t("actions.whoMayView") },
            ]}
            onChange={(right) => onChange({ right: right === "edit" ? undefined : right })}
          />
        </Line>
        <Checkbox
          checked={document.system ?? false}
          onChange={(event) => onChange({ system: event.target.checked || undefined })}
        >
          {t("actions.system")} <span className="gz-muted">{t("actions.systemHint")}</span>
        </Checkbox>
      </Section>
      <Section title={t("actions.asks")} problems={at("inputs")}>
        <InputsEditor
          inputs={document.inputs ?? []}
          problemsAt={at}
          onChange={(inputs) => onChange({ inputs: inputs.length > 0 ? inputs : undefined })}
        />
        <SaidLine
          label={t("actions.confirm")}
          hint={t("actions.confirmHint")}
          placeholder={t("actions.noConfirm")}
          said={document.confirm}
          onChange={(confirm) => onChange({ confirm })}
        />
        <Problems sentences={at("confirm")} />
      </Section>
      <section className="gz-flow-part" aria-label={t("actions.does")}>
        <h2>{t("actions.does")}</h2>
        <Problems sentences={at("do")} />
        <StepList owner={null} steps={draft.steps} table={table} looped={false} prefix="" />
      </section>
      <Section title={t("actions.after")} problems={at("message")}>
        <SaidLine
          label={t("actions.message")}
          placeholder={t("actions.messageHint")}
          said={document.message}
          onChange={(message) => onChange({ message })}
        />
      </Section>
      <Section title={t("actions.refuses")} hint={t("actions.refusesHint")} problems={at("objections")}>
        <ObjectionsEditor
          table={table}
          objections={document.objections ?? []}
          problemsAt={at}
          onChange={(objections) => onChange({ objections: objections.length > 0 ? objections : undefined })}
        />
      </Section>
      <Section title={t("actions.limits")} problems={[...at("limits"), ...at("once"), ...at("lifts")]}>
        <OnceEditor table={table} once={document.once} onChange={(once) => onChange({ once })} />
        <LimitsEditor
          table={table}
          inputs={document.inputs ?? []}
          limits={document.limits}
          onChange={(limits) => onChange({ limits })}
        />
        <LocksSelect
          table={table}
          label={t("actions.lifts")}
          hint={t("actions.liftsHint")}
          value={document.lifts ?? []}
          onChange={(lifts) => onChange({ lifts: lifts.length > 0 ? lifts : undefined })}
        />
      </Section>
    </div>
  );
}

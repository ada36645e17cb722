/** The stages of an approval, one after the other: whom each asks, who of them has to agree, and when it is passed over. */
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { MODES, type Stage } from "../api/definitions";
import { ConditionEditor } from "../automations/ConditionEditor";
import { Line } from "../automations/Line";
import { Problems } from "../automations/Problems";
import { freeName } from "../automations/steps";
import { ApproversEditor } from "./ApproversEditor";
import { FieldsSelect } from "./FieldsSelect";
import { ListEditor } from "./ListEditor";
import { SaidLine } from "./SaidLine";

interface StagesEditorProps {
  table: string;
  stages: readonly Stage[];
  problemsAt: (place: string) => readonly string[];
  onChange: (stages: Stage[]) => void;
}

export function StagesEditor({ table, stages, problemsAt, onChange }: StagesEditorProps) {
  const { t } = useTranslation();
  return (
    <ListEditor
      items={stages}
      add={t("actions.addStage")}
      blank={(): Stage => ({
        key: freeName(
          "stage",
          stages.map((one) => one.key),
        ),
        label: { "zh-CN": "", en: "" },
        approvers: [],
      })}
      name={(at) => t("actions.stage", { number: at + 1 })}
      onChange={onChange}
    >
      {(stage, at, put) => (
        <>
          <Problems sentences={problemsAt(`stages[${at}]`)} />
          <SaidLine
            label={t("actions.stageName")}
            said={stage.label}
            onChange={(label) => put({ ...stage, label })}
          />
          <Line label={t("actions.stageAsks")}>
            <ApproversEditor
              table={table}
              approvers={stage.approvers}
              label={t("actions.stageAsks")}
              onChange={(approvers) => put({ ...stage, approvers })}
            />
          </Line>
          <Line label={t("actions.mode")} hint={t(`actions.modeHints.${stage.mode ?? "any"}`)}>
            <Segmented<(typeof MODES)[number]>
              value={stage.mode ?? "any"}
              options={MODES.map((value) => ({ value, label: t(`actions.modes.${value}`) }))}
              onChange={(mode) => put({ ...stage, mode })}
            />
          </Line>
          <Line label={t("actions.stageWhen")} hint={t("actions.stageWhenHint")}>
            <ConditionEditor
              id={`stages[${at}]`}
              table={table}
              condition={stage.when ?? null}
              add={t("automations.addCondition")}
              onChange={(when) => {
                const { when: _, ...rest } = stage;
                put(when ? { ...rest, when } : rest);
              }}
            />
          </Line>
          <FieldsSelect
            table={table}
            label={t("actions.stageFields")}
            hint={t("actions.stageFieldsHint")}
            placeholder={t("actions.noFields")}
            value={stage.fields ?? []}
            onChange={(fields) => put({ ...stage, fields })}
          />
        </>
      )}
    </ListEditor>
  );
}

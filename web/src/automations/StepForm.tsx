/** The settings of a step, by its kind. Nested steps are the list's, not the form's. */
import { Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { ApprovalForm } from "./ApprovalForm";
import { BodyEditor } from "./BodyEditor";
import { useBuilding } from "./building";
import { ConditionEditor } from "./ConditionEditor";
import { CreateForm } from "./CreateForm";
import type { Surroundings } from "./expressions";
import { Line } from "./Line";
import { NotifyForm } from "./NotifyForm";
import { asName } from "./names";
import { targetOf } from "./paths";
import { SecretButton } from "./SecretButton";
import { ShareForm } from "./ShareForm";
import type { StepNode, StepParts } from "./steps";
import { TargetSelect } from "./TargetSelect";
import { ValuesEditor } from "./ValuesEditor";
import { WaitForm } from "./WaitForm";

export interface StepFormProps {
  node: StepNode;
  around: Surroundings;
  onParts: (parts: StepParts) => void;
}

export function StepForm({ node, around, onParts }: StepFormProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const { saved } = useBuilding();
  const { parts } = node;
  const here = tables.get(around.table);
  const put = (part: Partial<StepParts>) => onParts({ ...parts, ...part });
  const tableChoices = [...tables.values()].map((one) => ({ value: one.key, label: one.label }));

  switch (node.kind) {
    case "set":
      return (
        <Line label={t("automations.values")}>
          <ValuesEditor
            target={around.table}
            values={parts.set}
            around={around}
            label={t("automations.values")}
            onChange={(set) => put({ set })}
          />
        </Line>
      );
    case "create":
      return <CreateForm node={node} around={around} onParts={onParts} />;
    case "update":
    case "each": {
      const path = (node.kind === "each" ? parts.each : parts.update) ?? "";
      const target = targetOf(tables, here, path, around.names.found);
      return (
        <>
          <Line label={t("automations.target")}>
            <TargetSelect
              table={around.table}
              value={path}
              label={t("automations.target")}
              found={around.names.found}
              onChange={(next) => onParts(node.kind === "each" ? { each: next } : { update: next, set: {} })}
            />
          </Line>
          {target && (
            <Line label={t("automations.where")}>
              <ConditionEditor
                key={path}
                id={`${node.id}.where`}
                table={target.key}
                condition={parts.where ?? null}
                add={t("automations.addCondition")}
                onChange={(where) => onParts(withCondition(parts, where))}
              />
            </Line>
          )}
          {node.kind === "update" && target && (
            <Line label={t("automations.values")}>
              <ValuesEditor
                target={target.key}
                values={parts.set}
                around={around}
                label={t("automations.values")}
                onChange={(set) => put({ set })}
              />
            </Line>
          )}
        </>
      );
    }
    case "find":
      return (
        <>
          <Line label={t("automations.tableOf")}>
            <Select
              className="gz-flow-wide"
              aria-label={t("automations.tableOf")}
              showSearch={{ optionFilterProp: "label" }}
              value={parts.find || undefined}
              options={tableChoices}
              onChange={(find) => onParts({ find, as: parts.as ?? "" })}
            />
          </Line>
          {parts.find && (
            <>
              <Line label={t("automations.match")}>
                <ValuesEditor
                  target={parts.find}
                  values={parts.match}
                  around={around}
                  label={t("automations.match")}
                  onChange={(match) => {
                    const { match: _, ...rest } = parts;
                    onParts(Object.keys(match).length > 0 ? { ...rest, match } : rest);
                  }}
                />
              </Line>
              <Line label={t("automations.where")}>
                <ConditionEditor
                  key={parts.find}
                  id={`${node.id}.where`}
                  table={parts.find}
                  condition={parts.where ?? null}
                  add={t("automations.addCondition")}
                  onChange={(where) => onParts(withCondition(parts, where))}
                />
              </Line>
            </>
          )}
          <Line label={t("automations.most")}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={1000}
                value={parts.most ?? 100}
                suffix={t("automations.rows")}
                onChange={(most) => put({ most: most ?? 100 })}
              />
            )}
          </Line>
          <Line label={t("automations.resultName")} hint={t("automations.resultNameHint")}>
            {(id) => (
              <Input
                id={id}
                maxLength={50}
                value={parts.as ?? ""}
                onChange={(event) => put({ as: asName(event.target.value) })}
              />
            )}
          </Line>
        </>
      );
    case "branch":
      return <p className="gz-muted gz-flow-hint">{t("automations.wayHint")}</p>;
    case "notify":
      return <NotifyForm node={node} around={around} onParts={onParts} />;
    case "webhook":
      return (
        <>
          <Line label={t("automations.url")} hint={t("automations.urlHint")}>
            {(id) => (
              <Input
                id={id}
                maxLength={2000}
                value={parts.webhook?.url ?? ""}
                onChange={(event) => put({ webhook: { ...parts.webhook, url: event.target.value.trim() } })}
              />
            )}
          </Line>
          <Line label={t("automations.secret")}>
            <SecretButton automation={saved} />
          </Line>
          <Line label={t("automations.body")}>
            <BodyEditor
              body={parts.webhook?.body}
              around={around}
              onChange={(body) =>
                put({ webhook: { url: parts.webhook?.url ?? "", ...(body ? { body } : {}) } })
              }
            />
          </Line>
        </>
      );
    case "submit":
    case "decide":
    case "withdraw":
      return <ApprovalForm node={node} around={around} onParts={onParts} />;
    case "wait":
      return <WaitForm node={node} around={around} onParts={onParts} />;
    case "allocate":
      return <ShareForm node={node} around={around} onParts={onParts} />;
    default:
      return (
        <>
          <p className="gz-muted gz-flow-hint">{t("automations.otherStep")}</p>
          <pre className="gz-flow-raw">{JSON.stringify(parts, null, 2)}</pre>
        </>
      );
  }
}

function withCondition(parts: StepParts, where: StepParts["where"] | null): StepParts {
  const { where: _, ...rest } = parts;
  return where ? { ...rest, where } : rest;
}

/** A record that a step makes, with lines after the lines of the record at hand. */
import { Checkbox, Input, Select, Typography } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { useBuilding } from "./building";
import { DuplicatesPart } from "./DuplicatesPart";
import { Line } from "./Line";
import { madeIn } from "./making";
import { asName } from "./names";
import type { StepFormProps } from "./StepForm";
import { BUTTON_STEPS, type Children, freeName, namesBefore, type StepNode } from "./steps";
import { ValuesEditor } from "./ValuesEditor";

const linesOf = (table: Table | undefined) =>
  (table?.fields ?? []).filter((field) => field.type === "subtable" && field.settings.table);

const freeMade = (steps: readonly StepNode[]) =>
  freeName(
    "created",
    namesBefore(steps, null).made.map((one) => one.name),
  );

export function CreateForm({ node, around, onParts }: StepFormProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const { steps, kinds } = useBuilding();
  const { parts } = node;
  const target = tables.get(parts.create ?? "");
  const refused = target?.allowed.create === false;
  const own = linesOf(tables.get(around.table));
  const theirs = linesOf(target);
  const putChildren = (key: string, children: Children | null) => {
    const { children: all = {}, ...rest } = parts;
    const { [key]: _, ...others } = all;
    const next = children ? { ...others, [key]: children } : others;
    onParts(Object.keys(next).length > 0 ? { ...rest, children: next } : rest);
  };
  return (
    <>
      <Line label={t("automations.tableOf")}>
        <Select
          className="gz-flow-wide"
          aria-label={t("automations.tableOf")}
          showSearch={{ optionFilterProp: "label" }}
          value={parts.create || undefined}
          options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
          onChange={(create) => onParts(madeIn(parts, create, target, tables.get(create)))}
        />
        {refused && <Typography.Text type="warning">{t("automations.noCreate")}</Typography.Text>}
      </Line>
      {parts.create && (
        <Line label={t("automations.values")}>
          <ValuesEditor
            target={parts.create}
            values={parts.values}
            around={around}
            label={t("automations.values")}
            onChange={(values) => onParts({ ...parts, values })}
          />
        </Line>
      )}
      {own.length > 0 &&
        theirs.map((field) => {
          const children = parts.children?.[field.key];
          const from = own.find((one) => one.key === children?.from);
          const lines = from?.settings.table ?? "";
          return (
            <Line key={field.key} label={`${t("automations.childLines")} · ${field.label}`}>
              <Select
                className="gz-flow-wide"
                aria-label={`${t("automations.childLines")} · ${field.label}`}
                value={children?.from ?? ""}
                options={[
                  { value: "", label: t("automations.childNone") },
                  ...own.map((one) => ({
                    value: one.key,
                    label: `${t("automations.childFrom")} ${one.label}`,
                  })),
                ]}
                onChange={(next) => putChildren(field.key, next ? { from: next, values: {} } : null)}
              />
              {children && (
                <ValuesEditor
                  target={field.settings.table ?? ""}
                  values={children.values}
                  around={{ ...around, table: lines, looped: true }}
                  label={field.label}
                  onChange={(values) => putChildren(field.key, { ...children, values })}
                />
              )}
            </Line>
          );
        })}
      {target && (kinds === BUTTON_STEPS || parts.duplicates) && (
        <DuplicatesPart target={target} parts={parts} names={() => freeMade(steps)} onParts={onParts} />
      )}
      <Line label={t("automations.resultName")}>
        <Checkbox
          checked={parts.as !== undefined}
          disabled={parts.duplicates !== undefined}
          onChange={(event) => {
            const { as: _, ...rest } = parts;
            onParts(event.target.checked ? { ...rest, as: freeMade(steps) } : rest);
          }}
        >
          {t("automations.namedResult")}
        </Checkbox>
        {parts.as !== undefined && (
          <Input
            aria-label={t("automations.resultName")}
            maxLength={50}
            value={parts.as}
            onChange={(event) => onParts({ ...parts, as: asName(event.target.value) })}
          />
        )}
      </Line>
    </>
  );
}

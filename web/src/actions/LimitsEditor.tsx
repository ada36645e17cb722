/** How much one person may take and how soon. Most figures stand in the row (of a pool) that a relation leads to, for those who look after it. */
import { Checkbox, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Limits } from "../api/definitions";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { ConditionEditor } from "../automations/ConditionEditor";
import type { Input } from "../automations/document";
import { Line } from "../automations/Line";

interface LimitsEditorProps {
  table: string;
  inputs: readonly Input[];
  limits: Limits | undefined;
  onChange: (limits: Limits | undefined) => void;
}

const isNumber = (field: Field) => field.value_type === "number";
const isPeople = (field: Field) => field.value_type === "member" || field.value_type === "members";
const isSwitch = (field: Field) => field.value_type === "checkbox";

export function LimitsEditor({ table, inputs, limits, onChange }: LimitsEditorProps) {
  const { tables, display } = useWorkspace();
  const { t } = useTranslation();
  const spec = tables.get(table);
  // Limits are counted from the log of owners: a table without owners has none.
  if (!spec?.ownership && !limits) return null;
  const relations = (spec?.fields ?? []).filter((field) => field.type === "relation");
  const pool = tables.get(relations.find((field) => field.key === limits?.pool)?.settings.table ?? "");
  const put = (part: Partial<Limits>) => onChange({ ...limits, ...part });
  const choice = (
    label: string,
    value: string | undefined,
    options: { value: string; label: string }[],
    set: (value: string | undefined) => void,
    hint?: string,
    none = t("actions.noLimit"),
  ) => (
    <Line label={label} {...(hint ? { hint } : {})}>
      <Select<string>
        className="gz-flow-wide"
        aria-label={label}
        value={value ?? ""}
        options={[{ value: "", label: none }, ...options]}
        onChange={(next) => set(next || undefined)}
      />
    </Line>
  );
  const ofPool = (fits: (field: Field) => boolean) =>
    (pool?.fields ?? []).filter(fits).map((field) => ({ value: field.key, label: field.label }));
  const most = (label: string, value: number | undefined, set: (value: number | undefined) => void) => (
    <Line label={label}>
      <InputNumber
        aria-label={label}
        min={1}
        max={1_000_000}
        precision={0}
        placeholder={t("actions.noLimit")}
        value={value ?? null}
        onChange={(next) => set(next ?? undefined)}
      />
    </Line>
  );
  return (
    <>
      <Checkbox
        checked={limits !== undefined}
        onChange={(event) => onChange(event.target.checked ? {} : undefined)}
      >
        {t("actions.limited")} <span className="gz-muted">{t("actions.limitedHint")}</span>
      </Checkbox>
      {limits && (
        <>
          {choice(
            t("actions.pool"),
            limits.pool,
            relations.map((field) => ({ value: field.key, label: field.label })),
            (next) =>
              onChange({ ...(limits.who ? { who: limits.who } : {}), ...(next ? { pool: next } : {}) }),
            t("actions.poolHint"),
          )}
          {choice(
            t("actions.limitWho"),
            limits.who,
            inputs
              .filter((one) => one.type === "member")
              .map((one) => ({ value: one.key, label: one.label[display.locale] || one.key })),
            (who) => put({ who }),
            undefined,
            t("actions.presser"),
          )}
          {pool &&
            choice(t("actions.heldCap"), limits.held?.cap, ofPool(isNumber), (cap) =>
              put({ held: { ...limits.held, cap } }),
            )}
          {most(t("actions.heldMost"), limits.held?.most, (value) =>
            put({ held: { ...limits.held, most: value } }),
          )}
          {pool &&
            choice(t("actions.dailyCap"), limits.daily?.cap, ofPool(isNumber), (cap) =>
              put({ daily: { ...limits.daily, cap } }),
            )}
          {most(t("actions.dailyMost"), limits.daily?.most, (value) =>
            put({ daily: { ...limits.daily, most: value } }),
          )}
          <Line label={t("actions.skip")} hint={t("actions.skipHint")}>
            <ConditionEditor
              key={limits.held?.skip ? "some" : "none"}
              id="limits"
              table={table}
              condition={limits.held?.skip?.when ?? null}
              add={t("automations.addCondition")}
              onChange={(when) =>
                put({ held: { ...limits.held, skip: when ? { ...limits.held?.skip, when } : undefined } })
              }
            />
          </Line>
          {pool &&
            limits.held?.skip &&
            choice(t("actions.skipFlag"), limits.held.skip.flag, ofPool(isSwitch), (flag) =>
              put({ held: { ...limits.held, skip: limits.held?.skip && { ...limits.held.skip, flag } } }),
            )}
          {pool &&
            choice(t("actions.previous"), limits.previous, ofPool(isNumber), (previous) => put({ previous }))}
          {pool && choice(t("actions.fresh"), limits.fresh, ofPool(isNumber), (fresh) => put({ fresh }))}
          {pool &&
            choice(
              t("actions.exempt"),
              limits.exempt,
              ofPool(isPeople),
              (exempt) => put({ exempt }),
              t("actions.exemptHint"),
            )}
        </>
      )}
    </>
  );
}

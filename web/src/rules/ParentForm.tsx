/** Rules over the rows of one parent: what they may come to together, and how they share an amount. */
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Limit } from "../api/rules";
import type { Field, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { farTable } from "../automations/paths";
import { ConditionPlace, One, OnePlace, optionsOf, Place, type RuleFormProps, usePaths, When } from "./parts";

const LIMITS = ["at_most", "at_least", "exactly"] as const;
const FIGURES = new Set(["number", "money", "percent"]);
const isFigure = (field: Field) => FIGURES.has(field.value_type);
const isRelation = (field: Field) => field.type === "relation";

function useParent(table: Table, key: string | undefined): Table | undefined {
  const { tables } = useWorkspace();
  return farTable(
    tables,
    table.fields.find((field) => field.key === key),
  );
}

function ParentPlace({ table, rule, set, problems }: RuleFormProps) {
  const { t } = useTranslation();
  return (
    <OnePlace
      label={t("rules.parent")}
      id="rule-parent"
      places={["parent"]}
      problems={problems}
      required
      value={rule.parent}
      options={optionsOf(table.fields, isRelation)}
      onChange={(parent) => set({ parent, when: undefined })}
    />
  );
}

export function InvariantForm(props: RuleFormProps) {
  const { table, rule, set, problems, onHalf } = props;
  const { t } = useTranslation();
  const parent = useParent(table, rule.parent);
  const paths = usePaths(parent, isFigure);
  const op = LIMITS.find((name) => rule[name] !== undefined) ?? "at_most";
  const limit = rule[op];
  const fixed = typeof limit === "object";
  const put = (name: (typeof LIMITS)[number], next: Limit | undefined) => {
    const none = { at_most: undefined, at_least: undefined, exactly: undefined };
    set({ ...none, [name]: next });
  };
  return (
    <>
      <ParentPlace {...props} />
      <OnePlace
        label={t("rules.sum")}
        id="rule-sum"
        places={["sum"]}
        problems={problems}
        required
        value={rule.sum}
        options={optionsOf(table.fields, isFigure)}
        onChange={(sum) => set({ sum })}
      />
      <ConditionPlace
        label={t("rules.sumWhere")}
        place="where"
        table={table.key}
        condition={rule.where}
        onChange={(where) => set({ where })}
        problems={problems}
        onHalf={onHalf}
        add={t("rules.addWhere")}
      />
      <Place label={t("rules.limit")} id="rule-limit" places={LIMITS} problems={problems} required>
        <div className="gz-rule-limit">
          <Select
            aria-label={t("rules.limit")}
            value={op}
            options={LIMITS.map((name) => ({ value: name, label: t(`rules.${name}`) }))}
            onChange={(name) => put(name, limit ?? "")}
          />
          <Select
            aria-label={t("rules.limitKind")}
            value={fixed}
            options={[
              { value: false, label: t("rules.limitField") },
              { value: true, label: t("rules.limitNumber") },
            ]}
            onChange={(number) => put(op, number ? { value: "" } : "")}
          />
          {fixed ? (
            <Input
              id="rule-limit"
              inputMode="decimal"
              value={limit.value}
              onChange={(event) => put(op, { value: event.target.value.trim() })}
            />
          ) : (
            <One
              id="rule-limit"
              value={limit}
              options={paths}
              placeholder={parent ? t("rules.limitOf", { table: parent.label }) : t("rules.parentFirst")}
              onChange={(path) => put(op, path ?? "")}
            />
          )}
        </div>
      </Place>
      {parent && <When {...props} of={parent} label={t("rules.whenParent", { table: parent.label })} />}
    </>
  );
}

export function AllocationForm(props: RuleFormProps) {
  const { table, rule, set, problems } = props;
  const { t } = useTranslation();
  const parent = useParent(table, rule.parent);
  return (
    <>
      <ParentPlace {...props} />
      <OnePlace
        label={t("rules.of")}
        id="rule-of"
        places={["of"]}
        problems={problems}
        required
        value={rule.of}
        placeholder={parent ? t("rules.limitOf", { table: parent.label }) : t("rules.parentFirst")}
        options={optionsOf(parent?.fields ?? [], isFigure)}
        onChange={(of) => set({ of })}
      />
      <OnePlace
        label={t("rules.weight")}
        id="rule-weight"
        places={["weight"]}
        problems={problems}
        required
        value={rule.weight}
        options={optionsOf(table.fields, isFigure)}
        onChange={(weight) => set({ weight })}
      />
      <OnePlace
        label={t("rules.share")}
        id="rule-field"
        places={["field"]}
        problems={problems}
        required
        extra={t("rules.shareHint")}
        value={rule.field}
        options={optionsOf(table.fields, (field) => isFigure(field) && !field.computed)}
        onChange={(field) => set({ field })}
      />
    </>
  );
}

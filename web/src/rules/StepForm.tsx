/** What it takes to move a state or an option: from where to where, what must be filled in and hold, and who may. */
import { useTranslation } from "react-i18next";
import { isWritable } from "../fields";
import { ConditionPlace, OnePlace, optionsOf, type RuleFormProps, SeveralPlace } from "./parts";

const asList = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

export function StepForm({ table, rule, set, problems, onHalf, roles }: RuleFormProps) {
  const { t } = useTranslation();
  const field = table.fields.find((one) => one.key === rule.field);
  const states = (field?.options ?? []).map((option) => ({ value: option.key, label: option.label }));
  return (
    <>
      <OnePlace
        label={t("rules.stepField")}
        id="rule-field"
        places={["field"]}
        problems={problems}
        required
        value={rule.field}
        options={optionsOf(table.fields, (one) => one.type === "state" || one.type === "option")}
        onChange={(key) => set({ field: key, from: undefined, to: [] })}
      />
      <SeveralPlace
        label={t("rules.from")}
        id="rule-from"
        places={["from"]}
        problems={problems}
        extra={t("rules.fromHint")}
        placeholder={t("rules.fromAny")}
        value={asList(rule.from)}
        options={states}
        onChange={(from) => set({ from })}
      />
      <SeveralPlace
        label={t("rules.to")}
        id="rule-to"
        places={["to"]}
        problems={problems}
        required
        value={asList(rule.to)}
        options={states}
        onChange={(to) => set({ to })}
      />
      <SeveralPlace
        label={t("rules.requires")}
        id="rule-requires"
        places={["requires"]}
        problems={problems}
        extra={t("rules.requiresHint")}
        value={rule.requires ?? []}
        options={optionsOf(table.fields, (one) => isWritable(one) || one.type === "subtable")}
        onChange={(requires) => set({ requires })}
      />
      <ConditionPlace
        label={t("rules.guard")}
        place="guard"
        table={table.key}
        condition={rule.guard}
        onChange={(guard) => set({ guard })}
        problems={problems}
        onHalf={onHalf}
        add={t("rules.addWhen")}
      />
      <SeveralPlace
        label={t("rules.roles")}
        id="rule-roles"
        places={["roles"]}
        problems={problems}
        placeholder={t("rules.everybody")}
        value={rule.roles ?? []}
        options={roles.map((role) => ({ value: role.key, label: role.label }))}
        onChange={(keys) => set({ roles: keys })}
      />
    </>
  );
}

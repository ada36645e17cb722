/** Rules over rows among themselves: ranges that do not overlap, edges that do not lead in a circle. */
import { Checkbox, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { isWritable } from "../fields";
import { OnePlace, optionsOf, Place, type RuleFormProps, SeveralPlace, usePaths, When } from "./parts";

const MEASURED = new Set(["number", "money", "percent", "date", "datetime"]);
const asOne = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

export function RangeForm(props: RuleFormProps) {
  const { table, rule, set, problems } = props;
  const { t } = useTranslation();
  const ends = optionsOf(table.fields, (field) => MEASURED.has(field.value_type));
  return (
    <>
      <OnePlace
        label={t("rules.rangeFrom")}
        id="rule-from"
        places={["from"]}
        problems={problems}
        required
        value={asOne(rule.from)}
        options={ends}
        onChange={(from) => set({ from })}
      />
      <OnePlace
        label={t("rules.rangeTo")}
        id="rule-to"
        places={["to"]}
        problems={problems}
        extra={t("rules.rangeToHint")}
        clearable
        placeholder={t("rules.untilNext")}
        value={asOne(rule.to)}
        options={ends}
        onChange={(to) => set({ to })}
      />
      {rule.to && (
        <Place label={t("rules.ends")} places={["ends"]} problems={problems}>
          <Radio.Group
            value={rule.ends ?? "exclusive"}
            onChange={(event) => set({ ends: event.target.value as "inclusive" | "exclusive" })}
            options={(["exclusive", "inclusive"] as const).map((value) => ({
              value,
              label: t(`rules.${value}`),
            }))}
          />
        </Place>
      )}
      <SeveralPlace
        label={t("rules.by")}
        id="rule-by"
        places={["by"]}
        problems={problems}
        extra={t("rules.byHint")}
        value={rule.by ?? []}
        options={optionsOf(table.fields, isWritable)}
        onChange={(by) => set({ by })}
      />
      <Place label={t("rules.gaps")} places={["gaps"]} problems={problems}>
        <Checkbox
          checked={rule.gaps === false}
          onChange={(event) => set({ gaps: event.target.checked ? false : undefined })}
        >
          {t("rules.noGaps")}
        </Checkbox>
      </Place>
      <When {...props} label={t("rules.whenAmong")} />
    </>
  );
}

const isRelation = (field: Field) => field.type === "relation";

export function AcyclicForm(props: RuleFormProps) {
  const { table, rule, set, problems } = props;
  const { t } = useTranslation();
  const paths = usePaths(table, isRelation);
  return (
    <>
      {(["from", "to"] as const).map((end) => (
        <OnePlace
          key={end}
          label={t(end === "from" ? "rules.edgeFrom" : "rules.edgeTo")}
          id={`rule-${end}`}
          places={[end]}
          problems={problems}
          required
          value={asOne(rule[end])}
          options={paths}
          onChange={(path) => set({ [end]: path })}
        />
      ))}
      <When {...props} label={t("rules.whenAmong")} />
    </>
  );
}

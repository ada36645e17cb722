/** What a validation asks: a condition, fields to fill in, values nobody else has, a number of lines. */
import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { isWritable } from "../fields";
import { DuplicatesForm } from "./DuplicatesForm";
import { ConditionPlace, OnePlace, optionsOf, Place, type RuleFormProps, SeveralPlace, When } from "./parts";

export function ValidationForm(props: RuleFormProps) {
  const { table, shape, rule, set, problems, onHalf } = props;
  const { t } = useTranslation();
  return (
    <>
      {shape === "must" && (
        <ConditionPlace
          label={t("rules.must")}
          place="must"
          table={table.key}
          condition={rule.must}
          onChange={(must) => set({ must })}
          problems={problems}
          onHalf={onHalf}
          extra={t("rules.mustHint")}
        />
      )}
      {shape === "required" && (
        <SeveralPlace
          label={t("rules.required")}
          id="rule-required"
          places={["required"]}
          problems={problems}
          required
          value={rule.required ?? []}
          options={optionsOf(table.fields, isWritable)}
          onChange={(required) => set({ required })}
        />
      )}
      {shape === "unique" && (
        <SeveralPlace
          label={t("rules.unique")}
          id="rule-unique"
          places={["unique"]}
          problems={problems}
          required
          extra={t("rules.uniqueHint")}
          value={rule.unique ?? []}
          options={optionsOf(table.fields, (field) => isWritable(field) || field.computed)}
          onChange={(unique) => set({ unique })}
        />
      )}
      {shape === "duplicates" && <DuplicatesForm {...props} />}
      {shape === "children" && <Children {...props} />}
      <When
        {...props}
        label={t(shape === "unique" || shape === "duplicates" ? "rules.whenAmong" : "rules.when")}
      />
      {shape !== "required" && shape !== "duplicates" && (
        <OnePlace
          label={t("rules.field")}
          id="rule-field"
          places={["field"]}
          problems={problems}
          extra={t("rules.fieldHint")}
          clearable
          placeholder={t("rules.fieldNone")}
          value={rule.field}
          options={optionsOf(table.fields)}
          onChange={(field) => set({ field })}
        />
      )}
    </>
  );
}

function Children({ table, rule, set, problems, onHalf }: RuleFormProps) {
  const { t } = useTranslation();
  const { tables } = useWorkspace();
  const counted = Array.isArray(rule.children) ? undefined : rule.children;
  const now = counted ?? { table: "", field: "" };
  const pointing = [...tables.values()].flatMap((other) =>
    other.fields
      .filter((field) => field.type === "relation" && field.settings.table === table.key)
      .map((field) => ({ value: `${other.key}.${field.key}`, label: `${other.label} · ${field.label}` })),
  );
  const put = (part: Partial<typeof now>) => {
    const next = Object.fromEntries(
      Object.entries({ ...now, ...part }).filter(([, value]) => value !== undefined && value !== null),
    );
    set({ children: next as unknown as typeof now });
  };
  return (
    <>
      <Place
        label={t("rules.counted")}
        id="rule-children"
        places={["children", "children.table", "children.field"]}
        problems={problems}
        required
      >
        <Select
          id="rule-children"
          showSearch={{ optionFilterProp: "label" }}
          value={now.table ? `${now.table}.${now.field}` : null}
          options={pointing}
          onChange={(step: string) => {
            const [child = "", field = ""] = step.split(".");
            const { where: _, ...rest } = now;
            set({ children: { ...rest, table: child, field } });
          }}
        />
      </Place>
      <Place
        label={t("rules.howMany")}
        id="rule-min"
        places={["children.min", "children.max"]}
        problems={problems}
        required
      >
        <span className="gz-rule-line">
          <InputNumber
            id="rule-min"
            min={0}
            precision={0}
            aria-label={t("rules.atLeast")}
            placeholder={t("rules.atLeast")}
            value={now.min ?? null}
            onChange={(min) => put({ min: min ?? undefined } as Partial<typeof now>)}
          />
          <span className="gz-muted">–</span>
          <InputNumber
            min={0}
            precision={0}
            aria-label={t("rules.atMost")}
            placeholder={t("rules.atMost")}
            value={now.max ?? null}
            onChange={(max) => put({ max: max ?? undefined } as Partial<typeof now>)}
          />
        </span>
      </Place>
      {now.table && (
        <ConditionPlace
          label={t("rules.countedWhere")}
          place="children.where"
          table={now.table}
          condition={now.where}
          onChange={(where) => put({ where } as Partial<typeof now>)}
          problems={problems}
          onHalf={onHalf}
          add={t("rules.addWhere")}
        />
      )}
    </>
  );
}

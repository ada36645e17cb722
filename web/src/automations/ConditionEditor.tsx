/** A condition of an automation: none, or rules over the record and what its relations lead to, or over the body that came. */
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition, Field } from "../api/types";
import { PathConditionForm } from "../filter/PathConditionForm";
import { operatorsByType } from "../filter/RuleRow";
import { bodiesAsFields, bodyFields, bodyOperators, fieldsAsBodies, typedBody } from "./bodyTests";
import { useBuilding } from "./building";
import { SampleHint } from "./SampleHint";
import { useSample } from "./useSample";

interface ConditionEditorProps {
  /** Tells half-written conditions apart. */
  id: string;
  table: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  /** What the button says that begins a condition; without it rules are always shown. */
  add?: string;
  /** Whether the body can be tested, where one came: only it, or fields of a record as well. */
  body?: "alone" | "beside";
}

const operatorsOf = (field: Field) => bodyOperators(field) ?? operatorsByType(field);

export function ConditionEditor({ id, body, onChange, condition, ...form }: ConditionEditorProps) {
  const { onHalf, body: came } = useBuilding();
  const { t } = useTranslation();
  const [start] = useState(() => condition && bodiesAsFields(condition));
  const asked = came && body !== undefined;
  const { paths } = useSample();
  const besides = useMemo(() => (asked ? bodyFields(paths, start) : []), [asked, paths, start]);
  useEffect(() => () => onHalf(id, false), [id, onHalf]);
  const common = {
    ...form,
    condition: condition && bodiesAsFields(condition),
    onHalf: (half: boolean) => onHalf(id, half),
    onChange: (next: Condition | null) => onChange(next && fieldsAsBodies(next)),
  };
  if (!asked) return <PathConditionForm {...common} />;
  return (
    <PathConditionForm
      {...common}
      besides={besides}
      record={body === "beside"}
      operatorsOf={operatorsOf}
      typed={typedBody}
      choose={t("automations.bodyPath")}
      hint={<SampleHint />}
    />
  );
}

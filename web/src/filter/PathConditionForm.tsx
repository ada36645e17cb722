/** A condition over a row and what its relations lead to: none, or rules that are written here. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition, Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import type { FieldContext } from "../fields";
import { FilterForm } from "./FilterForm";
import { asAsked, scopeContext, scopeFields, type VariableWords } from "./paths";
import type { Compared } from "./RuleRow";

interface PathConditionFormProps extends Compared {
  table: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  onHalf: (half: boolean) => void;
  /** What the button says that begins a condition; without it rules are always shown. */
  add?: string;
  /** What "@me" and the like are called, where a condition may name whoever writes. */
  variables?: VariableWords;
  /** What a field may be compared with of the row that looks for others. */
  around?: FieldContext["around"];
  /** What can be compared besides, before the fields. */
  besides?: readonly Field[];
  /** Whether there is a record whose fields can be compared. */
  record?: boolean;
  /** What is said below the rules. */
  hint?: ReactNode;
}

const NOTHING: readonly Field[] = [];
const NO_WORDS = { me: "", reports: "", department: "", below: "", headed: "" };

export function PathConditionForm({
  table,
  condition,
  onChange,
  onHalf,
  add,
  variables,
  around,
  besides = NOTHING,
  record = true,
  hint,
  ...compared
}: PathConditionFormProps) {
  const { tables, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const spec = tables.get(table);
  const [start] = useState(condition);
  const [open, setOpen] = useState(add === undefined || condition !== null);
  const fields = useMemo(
    () => [...besides, ...(spec && record ? scopeFields(spec, tables, start) : [])],
    [spec, tables, start, besides, record],
  );
  const context = useMemo(() => {
    const found = scopeContext(contextOf(table), tables, null, variables ?? NO_WORDS);
    return {
      ...found,
      ...(variables ? {} : { variables: () => [] }),
      ...(around ? { around } : {}),
    };
  }, [contextOf, table, tables, variables, around]);
  if (!spec) return null;
  if (!open)
    return (
      <Button
        type="text"
        size="small"
        className="gz-flow-link"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {add}
      </Button>
    );
  return (
    <>
      <div className="gz-flow-condition">
        <FilterForm
          table={spec}
          condition={asAsked(start, fields)}
          fields={fields}
          {...compared}
          context={context}
          pause={0}
          none={t("automations.noRules")}
          begun={add !== undefined}
          onHalf={onHalf}
          onChange={onChange}
        />
      </div>
      {hint}
    </>
  );
}

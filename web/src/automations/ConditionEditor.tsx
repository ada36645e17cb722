/** A condition of an automation: none, or rules over the record and what its relations lead to. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { FilterForm } from "../filter/FilterForm";
import { asAsked, scopeContext, scopeFields } from "../settings/scope";
import { useBuilding } from "./building";

interface ConditionEditorProps {
  /** Tells half-written conditions apart. */
  id: string;
  table: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  /** What the button says that begins a condition; without it rules are always shown. */
  add?: string;
}

const NO_WORDS = { me: "", reports: "", department: "", below: "", headed: "" };

export function ConditionEditor({ id, table, condition, onChange, add }: ConditionEditorProps) {
  const { tables, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const { onHalf } = useBuilding();
  const spec = tables.get(table);
  const [start] = useState(condition);
  const [open, setOpen] = useState(add === undefined || condition !== null);
  const fields = useMemo(() => (spec ? scopeFields(spec, tables, start) : []), [spec, tables, start]);
  const context = useMemo(
    () => ({ ...scopeContext(contextOf(table), tables, null, NO_WORDS), variables: () => [] }),
    [contextOf, table, tables],
  );
  useEffect(() => () => onHalf(id, false), [id, onHalf]);
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
    <div className="gz-flow-condition">
      <FilterForm
        table={spec}
        condition={asAsked(start, fields)}
        fields={fields}
        context={context}
        pause={0}
        none={t("automations.noRules")}
        onHalf={(half) => onHalf(id, half)}
        onChange={onChange}
      />
    </div>
  );
}

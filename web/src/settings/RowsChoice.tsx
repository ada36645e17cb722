/** On which rows: every one, or those that meet a condition over the row, its relations and who looks. */
import { useQuery } from "@tanstack/react-query";
import { Radio } from "antd";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { healthQuery } from "../api/people";
import type { Condition, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { FilterForm } from "../filter/FilterForm";
import { asAsked, scopeContext, scopeFields } from "../filter/paths";
import { Waiting } from "../ui/Waiting";

/** Relations that a right may follow from the row. */
const MOST_HOPS = 3;

export interface RowsDraft {
  /** Null: every row. */
  rows: Condition | null;
  /** What is missing before it can be saved: a narrow scope must never become a wide one because a rule is half-written. */
  lacks: "condition" | "half" | null;
}

interface RowsChoiceProps {
  table: Table;
  start: Condition | null;
  onChange: (draft: RowsDraft) => void;
}

export function RowsChoice({ table, start, onChange }: RowsChoiceProps) {
  const { key: ws, tables, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const health = useQuery(healthQuery(ws));
  const departments = health.data?.departments ?? null;
  const fields = useMemo(() => scopeFields(table, tables, start, MOST_HOPS), [table, tables, start]);
  const context = useMemo(
    () =>
      scopeContext(contextOf(table.key), tables, departments, {
        me: t("settings.varMe"),
        reports: t("settings.varReports"),
        department: t("settings.varDepartment"),
        below: t("settings.varBelow"),
        headed: t("settings.varHeaded"),
      }),
    [contextOf, table.key, tables, departments, t],
  );
  const [some, setSome] = useState(start !== null);
  const [rows, setRows] = useState<Condition | null>(() => asAsked(start, fields));
  const now = useRef({ some, rows, half: false });
  const tell = (part: Partial<typeof now.current>) => {
    now.current = { ...now.current, ...part };
    const { some, rows, half } = now.current;
    onChange({
      rows: some ? rows : null,
      lacks: !some ? null : half ? "half" : rows === null ? "condition" : null,
    });
  };
  if (health.isPending) return <Waiting rows={2} />;
  return (
    <div className="gz-rows-choice">
      <Radio.Group
        value={some}
        onChange={({ target }) => {
          const next = target.value as boolean;
          setSome(next);
          tell({ some: next });
        }}
        options={[
          { value: false, label: t("settings.rowsAll") },
          { value: true, label: t("settings.rowsSome") },
        ]}
      />
      {some && (
        <FilterForm
          table={table}
          condition={rows}
          fields={fields}
          context={context}
          pause={0}
          onHalf={(half) => tell({ half })}
          onChange={(next) => {
            setRows(next);
            tell({ rows: next });
          }}
        />
      )}
    </div>
  );
}

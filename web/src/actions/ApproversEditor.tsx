/** Whom a stage asks: the head of a department, the head above somebody, the people in a field, a role group. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Approver } from "../api/definitions";
import { healthQuery } from "../api/people";
import { rolesQuery } from "../api/rights";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { KindList } from "../automations/KindList";
import { PathSelect } from "../automations/PathSelect";

interface ApproversEditorProps {
  table: string;
  approvers: readonly Approver[];
  label: string;
  onChange: (approvers: Approver[]) => void;
}

const KINDS = ["department", "head_of", "member", "role"] as const;
type Kind = (typeof KINDS)[number];

const BLANK: Record<Kind, Approver> = {
  department: { department: "" },
  head_of: { head_of: "" },
  member: { member: "" },
  role: { role: "" },
};

const kindOf = (one: Approver): Kind => Object.keys(one)[0] as Kind;
const isPerson = (field: Field) => field.value_type === "member";
const isPeople = (field: Field) => isPerson(field) || field.value_type === "members";

export function ApproversEditor({ table, approvers, label, onChange }: ApproversEditorProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const departments = useQuery(healthQuery(ws)).data?.departments ?? null;
  const isDepartment = (field: Field) =>
    field.value_type === "relation" && (departments === null || field.settings.table === departments);
  const fits: Record<Exclude<Kind, "role">, (field: Field) => boolean> = {
    department: isDepartment,
    head_of: isPerson,
    member: isPeople,
  };
  return (
    <KindList<Approver, Kind>
      items={approvers}
      label={label}
      kinds={KINDS.map((each) => ({ value: each, label: t(`actions.approvers.${each}`) }))}
      kindOf={kindOf}
      blank={(kind) => BLANK[kind]}
      first="role"
      onChange={onChange}
      render={(one, put, name) => {
        const kind = kindOf(one);
        const value = Object.values(one)[0] as string;
        const said = t("actions.approverOf", { name });
        const choose = (next: string) => put({ [kind]: next } as Approver);
        return kind === "role" ? (
          <Select
            className="gz-flow-wide"
            aria-label={said}
            showSearch={{ optionFilterProp: "label" }}
            value={value || undefined}
            options={roles.map((role) => ({ value: role.key, label: role.label }))}
            onChange={choose}
          />
        ) : (
          <PathSelect table={table} value={value} label={said} fits={fits[kind]} onChange={choose} />
        );
      }}
    />
  );
}

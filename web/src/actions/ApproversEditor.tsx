/** Whom a stage asks: the head of a department, the head above somebody, the people in a field, a role group. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Approver } from "../api/definitions";
import { healthQuery } from "../api/people";
import { rolesQuery } from "../api/rights";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
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
    <div className="gz-flow-values" role="group" aria-label={label}>
      {approvers.map((one, at) => {
        const kind = kindOf(one);
        const value = Object.values(one)[0] as string;
        const name = `${label} ${at + 1}`;
        const put = (next: string) => onChange(approvers.with(at, { [kind]: next } as Approver));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: approvers have no identity but their place
          <div key={at} className="gz-flow-value">
            <div className="gz-flow-expression">
              <Select<Kind>
                className="gz-flow-source"
                aria-label={name}
                popupMatchSelectWidth={false}
                value={kind}
                options={KINDS.map((each) => ({ value: each, label: t(`actions.approvers.${each}`) }))}
                onChange={(next) => onChange(approvers.with(at, BLANK[next]))}
              />
              <div className="gz-flow-said">
                {kind === "role" ? (
                  <Select
                    className="gz-flow-wide"
                    aria-label={t("actions.approverOf", { name })}
                    showSearch={{ optionFilterProp: "label" }}
                    value={value || undefined}
                    options={roles.map((role) => ({ value: role.key, label: role.label }))}
                    onChange={put}
                  />
                ) : (
                  <PathSelect
                    table={table}
                    value={value}
                    label={t("actions.approverOf", { name })}
                    fits={fits[kind]}
                    onChange={put}
                  />
                )}
              </div>
            </div>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("automations.removeValue", { field: name })}
              onClick={() => onChange(approvers.toSpliced(at, 1))}
            />
          </div>
        );
      })}
      <Button
        type="text"
        size="small"
        className="gz-flow-link"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => onChange([...approvers, BLANK.role])}
      >
        {t("automations.addRecipient")}
      </Button>
    </div>
  );
}

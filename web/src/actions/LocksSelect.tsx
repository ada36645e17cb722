/** Locks of a table by their keys: those that any of its buttons and approvals passes, now or as a template brought it. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Action, actionsQuery } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";

interface LocksSelectProps {
  table: string;
  label: string;
  hint: string;
  value: string[];
  onChange: (locks: string[]) => void;
}

export function LocksSelect({ table, label, hint, value, onChange }: LocksSelectProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(actionsQuery(ws)).data;
  const lifted = ({ definition, original }: Action) => [
    ...(definition.lifts ?? []),
    ...(original?.lifts ?? []),
  ];
  const known = new Set([
    ...value,
    ...[...(found?.buttons ?? []), ...(found?.approvals ?? [])]
      .filter((one) => one.table === table)
      .flatMap(lifted),
  ]);
  if (known.size === 0) return null;
  return (
    <Line label={label} hint={hint}>
      <Select<string[]>
        className="gz-flow-wide"
        mode="multiple"
        aria-label={label}
        placeholder={t("actions.noLocks")}
        value={value}
        options={[...known].map((key) => ({ value: key, label: key }))}
        onChange={onChange}
      />
    </Line>
  );
}

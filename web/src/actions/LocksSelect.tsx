/** Locks of a table, each as it tells whoever meets it why; one that is gone by its key. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { rulesQuery } from "../api/rules";
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
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery(ws, table)).data?.rules ?? [];
  const locks = rules
    .filter((one) => one.kind === "locks")
    .map(({ key, rule }) => ({ value: key, label: rule?.message?.[display.locale] ?? key }));
  const gone = value
    .filter((key) => locks.every((one) => one.value !== key))
    .map((key) => ({ value: key, label: key }));
  if (locks.length + gone.length === 0) return null;
  return (
    <Line label={label} hint={hint}>
      <Select<string[]>
        className="gz-flow-wide"
        mode="multiple"
        aria-label={label}
        placeholder={t("actions.noLocks")}
        value={value}
        options={[...locks, ...gone]}
        onChange={onChange}
      />
    </Line>
  );
}

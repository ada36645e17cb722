/** Which rows a step goes over: along a relation, back along one of another table, or what was found. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { targets } from "./paths";
import type { Named } from "./steps";

interface TargetSelectProps {
  table: string;
  value: string;
  label: string;
  found: readonly Named[];
  onChange: (path: string) => void;
}

export function TargetSelect({ table, value, label, found, onChange }: TargetSelectProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const options = targets(tables, tables.get(table), found, {
    found: (name, of) => t("automations.targetFound", { name, table: of }),
    own: (field) => t("automations.targetOwn", { field }),
  });
  return (
    <Select
      className="gz-flow-wide"
      aria-label={label}
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      value={value || undefined}
      options={options}
      onChange={onChange}
    />
  );
}

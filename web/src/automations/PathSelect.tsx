/** Picks a field of a table, or one along its relations. */
import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { fieldPaths } from "./paths";

interface PathSelectProps {
  table: string;
  value: string;
  label: string;
  onChange: (path: string) => void;
  fits?: (field: Field) => boolean;
  id?: string;
}

export function PathSelect({ table, value, label, onChange, fits, id }: PathSelectProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const options = useMemo(
    () => fieldPaths(tables, tables.get(table), fits, [value]),
    [tables, table, fits, value],
  );
  return (
    <Select
      {...(id ? { id } : {})}
      className="gz-flow-wide"
      aria-label={label}
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      placeholder={t("automations.choosePath")}
      value={value || undefined}
      options={options}
      onChange={onChange}
    />
  );
}

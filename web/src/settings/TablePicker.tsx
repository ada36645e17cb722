/** Which table a settings tab is about: said by the address. */
import { Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { Table } from "../api/types";
import { type SettingsTab, settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

/** The table of the address, else the first one. */
export function useChosenTable(): Table | undefined {
  const { tables } = useWorkspace();
  const { item } = useParams();
  return tables.get(item ?? "") ?? [...tables.values()][0];
}

interface TablePickerProps {
  tab: SettingsTab;
  table: Table | undefined;
  children?: ReactNode;
}

export function TablePicker({ tab, table, children }: TablePickerProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="gz-settings-bar">
      <Select
        className="gz-settings-table"
        aria-label={t("settings.chooseTable")}
        value={table?.key ?? null}
        showSearch={{ optionFilterProp: "label" }}
        options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
        onChange={(key) => navigate(settingsAddress(ws, tab, key ?? ""))}
      />
      {children}
    </div>
  );
}

/** What every role group may do with one table. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { EVERYONE, tableRightsQuery } from "../api/rights";
import type { Table } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import type { Line } from "./lines";
import { MatrixGrid } from "./MatrixGrid";

export function TableRights() {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { item } = useParams();
  const table = tables.get(item ?? "") ?? [...tables.values()][0];
  return (
    <>
      <div className="gz-settings-bar">
        <Select
          className="gz-settings-table"
          aria-label={t("settings.chooseTable")}
          value={table?.key ?? null}
          showSearch={{ optionFilterProp: "label" }}
          options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
          onChange={(key) => navigate(settingsAddress(ws, "tables", key ?? ""))}
        />
      </div>
      {table && <Roles table={table} />}
    </>
  );
}

function Roles({ table }: { table: Table }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(tableRightsQuery(ws, table.key));
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const lines = found.data.map((one): Line => {
    const roleLabel = one.role === EVERYONE ? t("settings.newcomers") : one.label;
    return {
      role: one.role,
      roleLabel,
      table: table.key,
      tableLabel: table.label,
      admin: one.admin,
      said: one,
      buttons: table.buttons,
      views: table.views.filter((view) => !view.personal),
    };
  });
  return <MatrixGrid lines={lines} head={t("settings.roles")} labelOf={(line) => line.roleLabel} />;
}

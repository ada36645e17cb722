/** What every role group may do with one table: at a glance by levels, and cell by cell. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { EVERYONE, tableRightsQuery } from "../api/rights";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { FirstTable } from "../schema/NewTable";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import type { Line } from "./lines";
import { MatrixGrid } from "./MatrixGrid";
import { TableBoard } from "./TableBoard";
import { TablePicker, useChosenTable } from "./TablePicker";

export function TableRights() {
  const table = useChosenTable();
  if (!table) return <FirstTable />;
  return (
    <>
      <TablePicker tab="tables" table={table} />
      <Roles table={table} />
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
  return (
    <>
      <TableBoard lines={lines} />
      <h2 className="gz-settings-part">{t("settings.cellByCell")}</h2>
      <MatrixGrid lines={lines} head={t("settings.roles")} labelOf={(line) => line.roleLabel} />
    </>
  );
}

/** One role group: who is in it, and what it may do with every table and dashboard (S69). */
import { LeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Input, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EVERYONE, matrixQuery } from "../api/rights";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { isGranted, type Line } from "./lines";
import { MatrixGrid } from "./MatrixGrid";
import { RoleHead } from "./RoleHead";
import { SaidSelect } from "./SaidSelect";
import { useSaveRights } from "./useSaveRights";

export function RoleRights({ role }: { role: string }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(matrixQuery(ws, role));
  const { save } = useSaveRights();
  const [text, setText] = useState("");
  const [granted, setGranted] = useState(false);
  if (found.isPending) return <Waiting rows={12} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const matrix = found.data;
  const lines = matrix.tables
    .map(
      (one): Line => ({
        role,
        roleLabel: matrix.label,
        table: one.table,
        tableLabel: one.label,
        admin: false,
        said: one,
        buttons: one.all_buttons,
        views: one.all_views,
      }),
    )
    .filter((line) => line.tableLabel.toLowerCase().includes(text.trim().toLowerCase()))
    .filter((line) => !granted || isGranted(line));
  return (
    <>
      <Link className="gz-record-back" to={settingsAddress(ws, "roles")}>
        <LeftOutlined aria-hidden /> {t("settings.backToRoles")}
      </Link>
      <RoleHead role={role} label={matrix.label} />
      {role === EVERYONE && <p className="gz-muted">{t("settings.everyoneHint")}</p>}
      {matrix.admin && <p>{t("settings.adminIsFree")}</p>}
      {!matrix.admin && (
        <>
          <div className="gz-settings-bar">
            <Input
              allowClear
              className="gz-settings-search"
              placeholder={t("settings.searchTables")}
              aria-label={t("settings.searchTables")}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
            <label className="gz-settings-switch">
              <Switch size="small" checked={granted} onChange={setGranted} />
              {t("settings.onlyGranted")}
            </label>
          </div>
          <MatrixGrid lines={lines} head={t("settings.table")} labelOf={(line) => line.tableLabel} />
          {matrix.dashboards.length > 0 && (
            <section className="gz-settings-section">
              <h2>{t("settings.dashboards")}</h2>
              <p className="gz-muted">{t("settings.dashboardsHint")}</p>
              <ul className="gz-said gz-people">
                {matrix.dashboards.map((board) => (
                  <li key={board.key}>
                    <span>{board.label}</span>
                    <SaidSelect
                      label={board.label}
                      said={board.allowed}
                      onChange={(allowed) =>
                        save(role, { dashboards: { [board.key]: allowed === null ? null : { allowed } } }, "")
                      }
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  );
}

/** The role groups with who is in them; the newcomers' defaults are one of them as far as rights go. */
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { EVERYONE, rolesQuery } from "../api/rights";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { NewRole } from "./NewRole";
import { RoleRights } from "./RoleRights";
import { SeeAsRoles } from "./SeeAsRoles";

export function Roles() {
  const { item } = useParams();
  return item ? <RoleRights key={item} role={item} /> : <RoleList />;
}

function RoleList() {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws));
  const [making, setMaking] = useState(false);
  if (roles.isPending) return <Waiting rows={8} />;
  if (!roles.data) return <Failure error={roles.error} retry={() => roles.refetch()} />;
  return (
    <>
      <div className="gz-settings-bar">
        <span className="gz-settings-space" />
        {member.admin && <SeeAsRoles roles={roles.data} />}
        {member.admin && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
            {t("settings.newRole")}
          </Button>
        )}
      </div>
      <ul className="gz-people">
        {roles.data.map((role) => (
          <li key={role.key}>
            <span className="gz-people-name">
              <Link to={settingsAddress(ws, "roles", role.key)}>{role.label}</Link>
            </span>
            <span className="gz-people-roles">
              {role.admin && <Tag color="blue">{t("settings.admin")}</Tag>}
              {role.builder && <Tag>{t("settings.builder")}</Tag>}
              <span className="gz-muted">{t("settings.roleMembers", { count: role.members.length })}</span>
            </span>
            <span className="gz-people-places gz-muted">{role.description}</span>
          </li>
        ))}
        <li>
          <span className="gz-people-name">
            <Link to={settingsAddress(ws, "roles", EVERYONE)}>{t("settings.newcomers")}</Link>
          </span>
          <span className="gz-people-roles" />
          <span className="gz-people-places gz-muted">{t("settings.newcomersHint")}</span>
        </li>
      </ul>
      {making && <NewRole onClose={() => setMaking(false)} />}
    </>
  );
}

/** The way to the inbox, with how much waits there. */
import { AuditOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Badge, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { boxQuery } from "../api/approvals";
import { approvalsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

export function InboxLink({ collapsed }: { collapsed: boolean }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const waiting = useQuery(boxQuery(ws, "todo")).data?.counts.todo ?? 0;
  const label = t("approvals.title");
  const link = (
    <NavLink
      className="gz-nav-item"
      to={approvalsAddress(ws)}
      aria-label={waiting > 0 ? `${label} ${waiting}` : label}
    >
      <Badge dot={collapsed && waiting > 0} offset={[2, 0]}>
        <AuditOutlined aria-hidden className="gz-inbox-icon" />
      </Badge>
      {!collapsed && (
        <>
          <span className="gz-ellipsis">{label}</span>
          {waiting > 0 && <span className="gz-nav-count gz-tabular">{waiting > 99 ? "99+" : waiting}</span>}
        </>
      )}
    </NavLink>
  );
  return (
    <div className="gz-nav-inbox">
      {collapsed ? (
        <Tooltip title={label} placement="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </div>
  );
}

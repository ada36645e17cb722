import { DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { workspacesQuery } from "../api/session";
import { homeAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Logo } from "../ui/Logo";

export function WorkspaceSwitcher({ collapsed }: { collapsed: boolean }) {
  const { key } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const workspaces = useQuery(workspacesQuery).data ?? [];
  const name = workspaces.find((one) => one.key === key)?.name ?? key;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [key],
        items: workspaces.map((one) => ({ key: one.key, label: one.name })),
        onClick: ({ key: next }) => navigate(homeAddress(next)),
      }}
    >
      <button
        type="button"
        className="gz-plain-button gz-workspace-button"
        aria-label={`${t("frame.workspaces")}: ${name}`}
        style={collapsed ? { justifyContent: "center", padding: 0 } : undefined}
      >
        <Logo />
        {!collapsed && <span className="gz-ellipsis">{name}</span>}
        {!collapsed && <DownOutlined aria-hidden />}
      </button>
    </Dropdown>
  );
}

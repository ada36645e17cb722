/** The navigation column: workspace switcher, search, groups of tables and dashboards, the user's menu. */
import { DoubleLeftOutlined, DoubleRightOutlined, SearchOutlined } from "@ant-design/icons";
import { Input, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NewTable } from "../schema/NewTable";
import { Bell } from "./Bell";
import { Groups } from "./Groups";
import { InboxLink } from "./InboxLink";
import { UserMenu } from "./UserMenu";
import { WorkspaceSwitcher } from "./WorkspaceSwitcher";

interface SideProps {
  collapsed: boolean;
  drawer?: boolean;
  onCollapse: (next: boolean) => void;
}

export function Side({ collapsed, drawer = false, onCollapse }: SideProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const toggleLabel = collapsed ? t("frame.expandNavigation") : t("frame.collapseNavigation");
  const toggle = (
    <Tooltip title={drawer ? "" : toggleLabel} placement="right">
      <button
        type="button"
        className="gz-plain-button gz-icon-button"
        aria-label={toggleLabel}
        aria-expanded={!collapsed}
        onClick={() => onCollapse(!collapsed)}
      >
        {collapsed ? <DoubleRightOutlined aria-hidden /> : <DoubleLeftOutlined aria-hidden />}
      </button>
    </Tooltip>
  );
  return (
    <aside
      className="gz-side"
      data-collapsed={collapsed}
      style={drawer ? { width: "100%", height: "100%", borderRight: 0 } : undefined}
    >
      <div className="gz-side-head">
        <WorkspaceSwitcher collapsed={collapsed} />
        {!collapsed && toggle}
      </div>
      {!collapsed && (
        <div className="gz-side-search">
          <Input
            size="middle"
            allowClear
            prefix={<SearchOutlined aria-hidden style={{ color: "var(--gz-text-3)" }} />}
            placeholder={t("frame.searchNavigation")}
            aria-label={t("frame.searchNavigation")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      )}
      {text === "" && <InboxLink collapsed={collapsed} />}
      <Groups text={text} collapsed={collapsed} />
      {!collapsed && <NewTable />}
      <div className="gz-side-foot">
        {collapsed && toggle}
        <UserMenu collapsed={collapsed} />
        <Bell />
      </div>
    </aside>
  );
}

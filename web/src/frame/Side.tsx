/** The navigation column: workspace switcher, search, groups of tables and dashboards, the user's menu. */
import {
  DoubleLeftOutlined,
  DoubleRightOutlined,
  FileSearchOutlined,
  SearchOutlined,
} from "@ant-design/icons";
import { Input, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { searchAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { NewTable } from "../schema/NewTable";
import { openPalette } from "../search/Palette";
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
      {text === "" && <FindButton collapsed={collapsed} drawer={drawer} />}
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

/** Opens the search over everything; on a phone the page of it. */
function FindButton({ collapsed, drawer }: { collapsed: boolean; drawer: boolean }) {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const navigate = useNavigate();
  const button = (
    <button
      type="button"
      className="gz-plain-button gz-nav-item gz-side-find"
      aria-label={t("search.label")}
      aria-keyshortcuts="Control+K"
      onClick={() => (drawer ? void navigate(searchAddress(ws)) : openPalette())}
    >
      <FileSearchOutlined aria-hidden className="gz-inbox-icon" />
      {!collapsed && <span className="gz-ellipsis">{t("search.open")}</span>}
      {!collapsed && !drawer && <kbd>Ctrl K</kbd>}
    </button>
  );
  return (
    <div className="gz-nav-inbox">
      {collapsed ? (
        <Tooltip title={t("search.label")} placement="right">
          {button}
        </Tooltip>
      ) : (
        button
      )}
    </div>
  );
}

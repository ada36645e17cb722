/** The template's groups with their tables and dashboards; closed groups are remembered in this browser. */
import { DownOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { NavigationGroup, NavigationItem } from "../api/workspace";
import { dashboardAddress, tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { NamedIcon } from "../ui/icons";
import { matching } from "./search";

const CLOSED = "gezi.navigation-closed";

function storedClosed(): Set<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem(CLOSED) ?? "[]") as string[]);
  } catch {
    return new Set();
  }
}

export function Groups({ text, collapsed }: { text: string; collapsed: boolean }) {
  const { navigation } = useWorkspace();
  const { t } = useTranslation();
  const [closed, setClosed] = useState(storedClosed);
  const groups = matching(navigation.groups, text);

  const toggle = (key: string) => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    localStorage.setItem(CLOSED, JSON.stringify([...next]));
    setClosed(next);
  };

  return (
    <nav className="gz-nav" aria-label={t("frame.navigation")}>
      {groups.map((group) => (
        <Group
          key={group.key}
          group={group}
          collapsed={collapsed}
          open={text !== "" || collapsed || !closed.has(group.key)}
          onToggle={() => toggle(group.key)}
        />
      ))}
      {groups.length === 0 && text !== "" && (
        <p className="gz-muted" style={{ padding: "12px 8px" }}>
          {t("frame.nothingFound", { text })}
        </p>
      )}
    </nav>
  );
}

interface GroupProps {
  group: NavigationGroup;
  collapsed: boolean;
  open: boolean;
  onToggle: () => void;
}

function Group({ group, collapsed, open, onToggle }: GroupProps) {
  return (
    <>
      {!collapsed && (
        <button
          type="button"
          className="gz-plain-button gz-nav-group"
          aria-expanded={open}
          onClick={onToggle}
        >
          <DownOutlined aria-hidden />
          {group.label}
        </button>
      )}
      {open && (
        <ul aria-label={group.label}>
          {group.items.map((item) => (
            <li key={`${item.kind}-${item.key}`}>
              <Item item={item} collapsed={collapsed} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Item({ item, collapsed }: { item: NavigationItem; collapsed: boolean }) {
  const { key: ws } = useWorkspace();
  const to = item.kind === "table" ? tableAddress(ws, item.key) : dashboardAddress(ws, item.key);
  const link = (
    <NavLink className="gz-nav-item" to={to} aria-label={item.label}>
      <NamedIcon name={item.icon} kind={item.kind} />
      {!collapsed && <span className="gz-ellipsis">{item.label}</span>}
    </NavLink>
  );
  return collapsed ? (
    <Tooltip title={item.label} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

import {
  AppstoreOutlined,
  CalendarOutlined,
  FormOutlined,
  ProjectOutlined,
  TableOutlined,
} from "@ant-design/icons";
import { type ComponentType, Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import type { Table, View, ViewType } from "../api/types";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

const ICONS: Partial<Record<ViewType, ComponentType>> = {
  grid: TableOutlined,
  kanban: ProjectOutlined,
  calendar: CalendarOutlined,
  gallery: AppstoreOutlined,
  form: FormOutlined,
};

interface ViewTabsProps {
  table: Table;
  active: View | null;
  label: string;
  /** Stands behind the tab of the active view. */
  menu: ReactNode;
}

export function ViewTabs({ table, active, label, menu }: ViewTabsProps) {
  const { key: ws } = useWorkspace();
  return (
    <nav className="gz-views" aria-label={label}>
      {table.views.map((view) => {
        const Icon = ICONS[view.type] ?? TableOutlined;
        return (
          <Fragment key={view.key}>
            <Link
              className="gz-view"
              to={tableAddress(ws, table.key, view.key)}
              aria-current={view.key === active?.key ? "page" : undefined}
            >
              <Icon />
              {view.label}
            </Link>
            {view.key === active?.key && menu}
          </Fragment>
        );
      })}
    </nav>
  );
}

import {
  AppstoreOutlined,
  BorderOuterOutlined,
  CalendarOutlined,
  FormOutlined,
  ProjectOutlined,
  TableOutlined,
} from "@ant-design/icons";
import { type ComponentType, Fragment, type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import type { Table, View, ViewType } from "../api/types";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

export const VIEW_ICONS: Record<ViewType, ComponentType> = {
  grid: TableOutlined,
  kanban: ProjectOutlined,
  calendar: CalendarOutlined,
  gallery: AppstoreOutlined,
  form: FormOutlined,
  pivot: BorderOuterOutlined,
};

interface ViewTabsProps {
  table: Table;
  active: View | null;
  label: string;
  /** Stands behind the tab of the active view. */
  menu: ReactNode;
  /** Stands behind them all. */
  add: ReactNode;
}

export function ViewTabs({ table, active, label, menu, add }: ViewTabsProps) {
  const { key: ws } = useWorkspace();
  const bar = useRef<HTMLElement>(null);
  const key = active?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is active, maybe one beyond the edge
  useEffect(() => {
    bar.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [key]);
  return (
    <nav ref={bar} className="gz-views" aria-label={label}>
      {table.views.map((view) => {
        const Icon = VIEW_ICONS[view.type];
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
      {add}
    </nav>
  );
}

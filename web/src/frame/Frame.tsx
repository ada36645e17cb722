/** The frame of a workspace: navigation on the left, the page in the middle. On phones the navigation is a drawer. */
import { MenuOutlined, SearchOutlined } from "@ant-design/icons";
import { App, Drawer } from "antd";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation, useMatch, useParams } from "react-router";
import { foundRows } from "../api/found";
import { useWritten } from "../api/writes";
import { accountAddress, pastAddress, searchAddress, settingsAddress } from "../app/address";
import { seeing } from "../app/viewAs";
import { useIsPhone } from "../app/viewport";
import { useWorkspace, WorkspaceProvider } from "../app/workspace";
import { Live } from "../live/Live";
import { Palette } from "../search/Palette";
import { FoundRows } from "../ui/FoundRows";
import { Waiting } from "../ui/Waiting";
import { UndoKeys } from "../undo/UndoKeys";
import { rememberWorkspace } from "./Entrance";
import "./frame.css";
import { NewcomerBanner } from "./NewcomerBanner";
import { SeeingBanner } from "./SeeingBanner";
import { Shortcuts } from "./Shortcuts";
import { Side } from "./Side";

const COLLAPSED = "gezi.navigation-collapsed";

export function Frame() {
  const { ws = "" } = useParams();
  useEffect(() => rememberWorkspace(ws), [ws]);
  const seen = seeing();
  return (
    <>
      {seen?.ws === ws && <SeeingBanner seen={seen} />}
      <WorkspaceProvider key={ws} ws={ws}>
        {!seen && <NewcomerBanner />}
        <FrameBody />
      </WorkspaceProvider>
    </>
  );
}

function usePageLabel(): string {
  const { table, dashboard } = useParams();
  const { pathname } = useLocation();
  const workspace = useWorkspace();
  const { t } = useTranslation();
  const inbox = useMatch("/w/:ws/approvals/*");
  if (pathname === searchAddress(workspace.key)) return t("search.title");
  if (inbox) return t("approvals.title");
  if (pathname.startsWith(pastAddress(workspace.key, ""))) return t("past.title");
  if (pathname.startsWith(accountAddress(workspace.key, ""))) return t("account.title");
  if (pathname.startsWith(settingsAddress(workspace.key, ""))) return t("settings.title");
  if (table) return workspace.tables.get(table)?.label ?? table;
  for (const group of workspace.navigation.groups) {
    for (const item of group.items)
      if (item.kind === "dashboard" && item.key === dashboard) return item.label;
  }
  return t("frame.home");
}

function FrameBody() {
  const phone = useIsPhone();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const location = useLocation();
  const [open, setOpen] = useState(false);
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED) === "true");
  const label = usePageLabel();
  const { key: ws } = useWorkspace();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the drawer
  useEffect(() => setOpen(false), [location.pathname]);
  useEffect(() => {
    document.title = `${label} · ${t("frame.product")}`;
  }, [label, t]);

  useWritten("frame", ({ warnings }) => {
    if (warnings.length === 0) return;
    const said = [...new Set(warnings.map((one) => one.message))].join("；");
    const rows = foundRows(warnings);
    message.warning({
      duration: rows.length > 0 ? 12 : 6,
      content: (
        <>
          {said}
          <FoundRows ws={ws} rows={rows} />
        </>
      ),
    });
  });

  const collapse = (next: boolean) => {
    localStorage.setItem(COLLAPSED, String(next));
    setCollapsed(next);
  };

  return (
    <div className="gz-frame">
      <UndoKeys ws={ws} />
      <Live ws={ws} />
      <Palette />
      <Shortcuts />
      <a className="gz-skip" href="#main">
        {t("frame.skipToContent")}
      </a>
      {phone ? (
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          placement="left"
          push={false}
          size={280}
          closable={false}
          title={null}
          aria-label={t("frame.navigation")}
          styles={{ body: { padding: 0 } }}
        >
          <Side collapsed={false} drawer onCollapse={() => setOpen(false)} />
        </Drawer>
      ) : (
        <Side collapsed={collapsed} onCollapse={collapse} />
      )}
      <main id="main" className="gz-main" tabIndex={-1}>
        {phone && (
          <div className="gz-top">
            <button
              type="button"
              className="gz-plain-button gz-icon-button"
              aria-label={t("frame.openNavigation")}
              onClick={() => setOpen(true)}
            >
              <MenuOutlined aria-hidden />
            </button>
            <span className="gz-top-title gz-ellipsis">{label}</span>
            <Link
              className="gz-plain-button gz-icon-button"
              to={searchAddress(ws)}
              aria-label={t("search.label")}
            >
              <SearchOutlined aria-hidden />
            </Link>
          </div>
        )}
        <Suspense fallback={<Waiting page />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

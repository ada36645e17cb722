/** The workspace's first page: its home dashboard, else the first thing in the navigation. */
import { Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { dashboardAddress, tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

export function Home() {
  const { key: ws, navigation } = useWorkspace();
  const { t } = useTranslation();
  if (navigation.home) return <Navigate to={dashboardAddress(ws, navigation.home)} replace />;
  const first = navigation.groups.flatMap((group) => group.items)[0];
  if (first) {
    const to = first.kind === "table" ? tableAddress(ws, first.key) : dashboardAddress(ws, first.key);
    return <Navigate to={to} replace />;
  }
  return (
    <Empty style={{ marginTop: 120 }} description={t("frame.nothingHere")}>
      <p className="gz-muted">{t("frame.nothingHereHint")}</p>
    </Empty>
  );
}

/** The workspace's first page: its home dashboard, else the first thing in the navigation. */
import { Navigate } from "react-router";
import { dashboardAddress, tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { FirstTable } from "../schema/NewTable";

export function Home() {
  const { key: ws, navigation } = useWorkspace();
  if (navigation.home) return <Navigate to={dashboardAddress(ws, navigation.home)} replace />;
  const first = navigation.groups.flatMap((group) => group.items)[0];
  if (first) {
    const to = first.kind === "table" ? tableAddress(ws, first.key) : dashboardAddress(ws, first.key);
    return <Navigate to={to} replace />;
  }
  return <FirstTable />;
}

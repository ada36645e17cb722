/** "/": goes to the workspace used last, or says that there is none. */
import { useQuery } from "@tanstack/react-query";
import { Button, Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { workspacesQuery } from "../api/session";
import { homeAddress } from "../app/address";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";

const LAST = "gezi.workspace";

export const rememberWorkspace = (ws: string): void => localStorage.setItem(LAST, ws);

export function Entrance() {
  const { t } = useTranslation();
  const workspaces = useQuery(workspacesQuery);
  if (workspaces.isPending) return <Waiting page />;
  if (workspaces.isError) return <Failure error={workspaces.error} retry={() => workspaces.refetch()} page />;
  const last = localStorage.getItem(LAST);
  const target = workspaces.data.find((one) => one.key === last) ?? workspaces.data[0];
  if (target) return <Navigate to={homeAddress(target.key)} replace />;
  return (
    <Empty style={{ marginTop: 120 }} description={t("frame.noWorkspace")}>
      <p className="gz-muted">{t("frame.noWorkspaceHint")}</p>
      <Button style={{ marginTop: 16 }} onClick={() => workspaces.refetch()}>
        {t("frame.reload")}
      </Button>
    </Empty>
  );
}

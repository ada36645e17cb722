/** What has been changed or deleted here since the template was installed. */
import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { driftQuery, type InstalledTemplate } from "../api/templates";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { DifferenceList } from "./DifferenceList";

export function DriftDrawer({ template, close }: { template: InstalledTemplate; close: () => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(driftQuery(ws, template.key));
  return (
    <Drawer open size={760} title={t("templates.driftTitle", { name: template.name })} onClose={close}>
      {found.isPending && <Waiting rows={6} />}
      {found.error && <Failure error={found.error} retry={() => found.refetch()} />}
      {found.data?.length === 0 && (
        <Nothing title={t("templates.noDrift")} hint={t("templates.noDriftHint")} />
      )}
      {found.data && found.data.length > 0 && (
        <>
          <p className="gz-muted">{t("templates.driftHint", { count: found.data.length })}</p>
          <DifferenceList differences={found.data} now={t("templates.here")} then={t("templates.original")} />
        </>
      )}
    </Drawer>
  );
}

/** What has happened in the workspace: recent changes to take back, the trash, and for builders the log of the configuration. */
import { Tabs, type TabsProps } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { type PastTab, pastAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import "./past.css";
import { Recent } from "./Recent";
import { StructureTrash } from "./StructureTrash";
import { Trash } from "./Trash";

export function PastPage() {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { page } = useParams();
  const items: NonNullable<TabsProps["items"]> = [
    { key: "changes", label: t("past.recent"), children: <Recent /> },
    { key: "trash", label: t("past.trash"), children: <Trash /> },
  ];
  if (member.builder)
    items.push({ key: "structure", label: t("past.structureTrash"), children: <StructureTrash /> });
  const active = items.find((item) => item.key === page)?.key ?? "changes";
  return (
    <div className="gz-past">
      <h1>{t("past.title")}</h1>
      <Tabs
        activeKey={active}
        destroyOnHidden
        onChange={(key) => navigate(pastAddress(ws, key as PastTab))}
        items={items}
      />
    </div>
  );
}

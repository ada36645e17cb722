/** The "more" menu of a table page: import, export, link, the view's own columns again. */
import {
  BarsOutlined,
  ClockCircleOutlined,
  CopyOutlined,
  DownloadOutlined,
  FileProtectOutlined,
  LayoutOutlined,
  PrinterOutlined,
  ReloadOutlined,
  SafetyOutlined,
  TableOutlined,
  TagsOutlined,
  UndoOutlined,
  UploadOutlined,
} from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { exportRecords, fetchExtent, rowsKey } from "../api/records";
import { timersQuery } from "../api/timers";
import type { Table, View } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { useTakeOut } from "../exchange/useTakeOut";
import type { RowQuery } from "../views/props";
import { columnsOf, type PersonalControl } from "./personal";

interface MoreProps {
  table: Table;
  view: View | null;
  query: RowQuery;
  personal: PersonalControl;
  onImport: (() => void) | null;
  onPrint: (() => void) | null;
  onFields: () => void;
  onTable: () => void;
}

/** Milliseconds: whether one looks after a pool changes seldom; builders have these rules among their settings. */
const RARELY = 300_000;

export function useMore({ table, view, query, personal, onImport, onPrint, onFields, onTable }: MoreProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { key: ws, member } = useWorkspace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const takeOut = useTakeOut();
  const timers = useQuery({ ...timersQuery(ws), enabled: !member.builder, staleTime: RARELY }).data ?? [];
  const timed = timers.some(({ rules, into }) => table.key === rules || table.key === into);

  const save = (format: "xlsx" | "csv") => {
    const fields = columnsOf(table, view, personal.personal).map((column) => column.key);
    const asked = { ...query, colors: null, fields };
    return takeOut({
      extent: () => fetchExtent(ws, table.key, asked),
      write: () => exportRecords(ws, table.key, format, asked, table.label),
    });
  };
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      message.success(t("table.linkCopied"));
    } catch {
      message.warning(t("account.copyFailed"));
    }
  };

  const items: NonNullable<MenuProps["items"]> = [];
  if (onImport) items.push({ key: "import", icon: <UploadOutlined aria-hidden />, label: t("table.import") });
  if (table.allowed.export) {
    items.push(
      { key: "xlsx", icon: <DownloadOutlined aria-hidden />, label: t("table.exportXlsx") },
      { key: "csv", icon: <DownloadOutlined aria-hidden />, label: t("table.exportCsv") },
    );
  }
  if (onPrint) items.push({ key: "print", icon: <PrinterOutlined aria-hidden />, label: t("print.action") });
  if (items.length > 0) items.push({ type: "divider" });
  items.push(
    { key: "refresh", icon: <ReloadOutlined aria-hidden />, label: t("table.refresh") },
    { key: "link", icon: <CopyOutlined aria-hidden />, label: t("table.copyLink") },
    {
      key: "reset",
      icon: <UndoOutlined aria-hidden />,
      label: t("table.resetColumns"),
      disabled: !personal.touched,
    },
  );

  if (timed)
    items.push(
      { type: "divider" },
      { key: "timers", icon: <ClockCircleOutlined aria-hidden />, label: t("timers.menu") },
    );
  if (member.builder)
    items.push(
      { type: "divider" },
      { key: "table", icon: <TableOutlined aria-hidden />, label: t("schema.table.menu") },
      { key: "fields", icon: <BarsOutlined aria-hidden />, label: t("schema.fields") },
      {
        key: "rights",
        icon: <SafetyOutlined aria-hidden />,
        label: t("settings.menuRights"),
      },
      { key: "record-types", icon: <TagsOutlined aria-hidden />, label: t("recordTypes.menu") },
      { key: "layouts", icon: <LayoutOutlined aria-hidden />, label: t("layouts.menu") },
      { key: "rules", icon: <FileProtectOutlined aria-hidden />, label: t("rules.menu") },
    );

  const act = (key: string) => {
    if (key === "rights") navigate(settingsAddress(ws, "tables", table.key));
    else if (key === "record-types" || key === "layouts" || key === "rules")
      navigate(settingsAddress(ws, key, table.key));
    else if (key === "timers") navigate(settingsAddress(ws, "timers"));
    else if (key === "fields") onFields();
    else if (key === "table") onTable();
    else if (key === "import") onImport?.();
    else if (key === "print") onPrint?.();
    else if (key === "xlsx" || key === "csv") void save(key);
    else if (key === "refresh") {
      window.dispatchEvent(new CustomEvent("gezi:refresh"));
      void client.invalidateQueries({ queryKey: rowsKey(ws) });
    } else if (key === "link") void copyLink();
    else if (key === "reset") personal.reset();
  };
  return { items, act };
}

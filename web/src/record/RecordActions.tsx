/** What can be done with the whole record: open as a page, copy its link, delete. */
import { EllipsisOutlined, ExpandOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps, Tooltip } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { recordPage } from "../api/printing";
import { sentence } from "../api/problem";
import type { RecordWithRights, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { useOffer } from "../undo/useOffer";
import { Rights } from "./Rights";

const PrintDialog = lazy(async () => ({ default: (await import("../print/PrintDialog")).PrintDialog }));

interface RecordActionsProps {
  table: Table;
  record: RecordWithRights;
  title: string;
  drawer: boolean;
  onDeleted: () => void;
}

export function RecordActions({ table, record, title, drawer, onDeleted }: RecordActionsProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const writes = useWrites(ws, "record");
  const address = recordAddress(ws, table.key, record.id);

  const offer = useOffer(ws);
  const [explained, setExplained] = useState(false);
  const [printing, setPrinting] = useState(false);

  const remove = async () => {
    try {
      const { batch } = await writes.remove(table.key, [record.id]);
      offer(t("record.deleted", { name: title }), batch);
      onDeleted();
    } catch (error) {
      message.error(sentence(error));
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.origin + address);
      message.success(t("record.linkCopied"));
    } catch {
      message.warning(t("account.copyFailed"));
    }
  };
  const items: NonNullable<MenuProps["items"]> = [
    { key: "copy", label: t("record.copyLink") },
    ...(table.allowed.print ? [{ key: "print", label: t("print.action") }] : []),
    { key: "why", label: t("settings.why") },
  ];
  if (record.allowed.delete)
    items.push({ type: "divider" }, { key: "delete", danger: true, label: t("record.delete") });

  return (
    <>
      {drawer && (
        <Tooltip title={t("record.openPage")}>
          <Button
            type="text"
            icon={<ExpandOutlined aria-hidden />}
            aria-label={t("record.openPage")}
            onClick={() => navigate(address)}
          />
        </Tooltip>
      )}
      <Dropdown
        trigger={["click"]}
        menu={{
          items,
          onClick: ({ key }) => {
            if (key === "why") setExplained(true);
            else if (key === "print") setPrinting(true);
            else void (key === "copy" ? copy() : remove());
          },
        }}
      >
        <Button type="text" icon={<EllipsisOutlined aria-hidden />} aria-label={t("frame.more")} />
      </Dropdown>
      {printing && (
        <Suspense fallback={null}>
          <PrintDialog
            name={title}
            source={recordPage(ws, table.key, record.id)}
            onClose={() => setPrinting(false)}
          />
        </Suspense>
      )}
      {explained && (
        <Rights table={table} record={record.id} title={title} onClose={() => setExplained(false)} />
      )}
    </>
  );
}

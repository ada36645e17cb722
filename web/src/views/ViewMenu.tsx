/** The menu of the view on screen: save, save as, share, lock, rename, move, delete. A dot says that something is not saved. */
import { DownOutlined, LockOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input, type MenuProps, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import type { Table, View } from "../api/types";
import { changeView, createView, deleteView, type ViewBody } from "../api/views";
import { tablesQuery } from "../api/workspace";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import type { PersonalControl } from "../table/personal";
import type { TableStateControl } from "../table/useTableState";
import { isViewChanged, shownParts } from "./saved";

interface ViewMenuProps {
  table: Table;
  view: View;
  control: TableStateControl;
  personal: PersonalControl;
}

type Asking = { title: string; label: string; save: (label: string) => Promise<void> };

export function ViewMenu({ table, view, control, personal }: ViewMenuProps) {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const changed = isViewChanged(view, control.state, personal.touched);
  const free = view.editable && !view.locked;
  const place = table.views.findIndex((one) => one.key === view.key);

  const settle = async (done: string) => {
    await client.invalidateQueries({ queryKey: tablesQuery(ws).queryKey });
    message.success(done);
  };
  const discard = () => {
    personal.reset();
    control.change({ filter: null, sort: null, group: null }, true);
  };
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      message.error(sentence(error));
    }
  };
  const shown = () => shownParts(table, view, control.state, personal.personal);
  const save = () =>
    attempt(async () => {
      await changeView(ws, table.key, view.key, shown());
      await settle(t("table.viewSaved"));
      discard();
    });
  const patch = (body: ViewBody, done: string) =>
    attempt(async () => {
      await changeView(ws, table.key, view.key, body);
      await settle(done);
    });
  const saveAs = (shared: boolean) =>
    setAsking({
      title: t(shared ? "table.viewSaveShared" : "table.viewSaveOwn"),
      label: "",
      save: async (label) => {
        const made = await createView(ws, table.key, { ...shown(), label, shared, copy: view.key });
        await settle(t("table.viewSaved"));
        personal.reset();
        navigate(tableAddress(ws, table.key, made.key));
      },
    });
  const rename = () =>
    setAsking({
      title: t("table.viewRename"),
      label: view.label,
      save: async (label) => {
        await changeView(ws, table.key, view.key, { label });
        await settle(t("table.viewSaved"));
      },
    });
  const remove = () =>
    modal.confirm({
      title: t("table.viewDeleteAsk", { view: view.label }),
      okText: t("table.viewDelete"),
      okButtonProps: { danger: true },
      onOk: () =>
        attempt(async () => {
          await deleteView(ws, table.key, view.key);
          navigate(tableAddress(ws, table.key, null));
          await settle(t("table.viewDeleted"));
        }),
    });

  const acts: Record<string, () => void> = {
    save: () => void save(),
    own: () => saveAs(false),
    shared: () => saveAs(true),
    discard,
    rename,
    delete: remove,
    lock: () => void patch({ locked: true }, t("table.viewLocked")),
    unlock: () => void patch({ locked: false }, t("table.viewUnlocked")),
    share: () => void patch({ shared: true }, t("table.viewShared")),
    keep: () => void patch({ shared: false }, t("table.viewKept")),
    before: () => void patch({ position: place - 1 }, t("table.viewMoved")),
    after: () => void patch({ position: place + 1 }, t("table.viewMoved")),
  };
  const items: NonNullable<MenuProps["items"]> = [
    { key: "save", label: t("table.viewSave"), disabled: !changed || !free },
    { key: "own", label: t("table.viewSaveOwn") },
    ...(member.admin ? [{ key: "shared", label: t("table.viewSaveShared") }] : []),
    { key: "discard", label: t("table.viewDiscard"), disabled: !changed },
  ];
  if (view.editable) {
    items.push({ type: "divider" });
    items.push({ key: "rename", label: t("table.viewRename"), disabled: !free });
    items.push(
      view.locked
        ? { key: "unlock", label: t("table.viewUnlock") }
        : { key: "lock", label: t("table.viewLock") },
    );
    if (member.admin) {
      items.push(
        view.personal
          ? { key: "share", label: t("table.viewShare"), disabled: !free }
          : { key: "keep", label: t("table.viewKeep"), disabled: !free },
      );
    }
    items.push(
      { key: "before", label: t("table.viewBefore"), disabled: !free || place <= 0 },
      { key: "after", label: t("table.viewAfter"), disabled: !free || place >= table.views.length - 1 },
      { type: "divider" },
      { key: "delete", label: t("table.viewDelete"), danger: true, disabled: !free },
    );
  }
  const name = t("table.viewMenu", { view: view.label });
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => acts[key]?.() }}>
        <Button
          type="text"
          size="small"
          className="gz-view-menu"
          aria-label={changed ? `${name} (${t("table.viewChanged")})` : name}
          icon={view.locked ? <LockOutlined aria-hidden /> : <DownOutlined aria-hidden />}
        >
          {changed && <span className="gz-view-dot" title={t("table.viewChanged")} />}
        </Button>
      </Dropdown>
      {asking && <NameForm asking={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function NameForm({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [label, setLabel] = useState(asking.label);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await asking.save(label.trim());
      onClose();
    } catch (error) {
      message.error(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={400}
      title={asking.title}
      okText={t("table.viewSave")}
      okButtonProps={{ disabled: !label.trim(), loading: busy }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <Input
        autoFocus
        maxLength={60}
        value={label}
        aria-label={t("table.viewName")}
        placeholder={t("table.viewName")}
        onChange={(event) => setLabel(event.target.value)}
        onPressEnter={() => label.trim() && void save()}
      />
    </Modal>
  );
}

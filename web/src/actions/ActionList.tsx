/** Buttons and approvals of every table: what they say of themselves, switched, put in order, made and brought back. */
import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined, UndoOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Select, Switch, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import {
  type Action,
  type ActionKind,
  actionsKey,
  actionsQuery,
  type ListedActions,
  orderButtons,
  resetAction,
} from "../api/definitions";
import { sentence } from "../api/problem";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { ActionWords } from "./ActionWords";
import { itemOf, NEW } from "./addresses";
import { type ActionSteering, useActionSteering } from "./useActionSteering";

export function ActionList() {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const found = useQuery(actionsQuery(ws));
  const steering = useActionSteering();
  const [table, setTable] = useState<string | null>(null);
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const { buttons, approvals, removed } = found.data;
  const used = new Set([...buttons, ...approvals].map((one) => one.table));
  const known = [...tables.keys()].filter((key) => (table === null ? used.has(key) : key === table));
  const closed = table === null ? [...used].filter((key) => !tables.has(key)) : [];
  const shown = [...known, ...closed];
  const add = (kind: ActionKind, of: string) =>
    navigate(`${settingsAddress(ws, "actions", NEW[kind])}?table=${of}`);
  return (
    <div className="gz-actions-page">
      <p className="gz-muted">{t("actions.about")}</p>
      <div className="gz-settings-bar gz-flow-bar">
        <Select<string>
          className="gz-flow-filter"
          aria-label={t("actions.table")}
          showSearch={{ optionFilterProp: "label" }}
          value={table ?? ""}
          options={[
            { value: "", label: t("actions.anyTable") },
            ...[...tables.values()].map((one) => ({ value: one.key, label: one.label })),
          ]}
          onChange={(key) => setTable(key || null)}
        />
        {table === null && <span className="gz-muted">{t("actions.chooseToAdd")}</span>}
        <span className="gz-settings-space" />
        {table !== null && (
          <>
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => add("approvals", table)}>
              {t("actions.addApproval")}
            </Button>
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => add("buttons", table)}>
              {t("actions.addButton")}
            </Button>
          </>
        )}
      </div>
      <Removed removed={removed} />
      {shown.length === 0 && <Nothing title={t("actions.none")} hint={t("actions.noneHint")} />}
      {shown.map((key) => {
        const own = buttons.filter((one) => one.table === key);
        return (
          <section
            key={key}
            className="gz-settings-section"
            aria-label={tables.get(key)?.label ?? t("automations.hiddenTable")}
          >
            <h2>{tables.get(key)?.label ?? t("automations.hiddenTable")}</h2>
            {own.length === 0 && !approvals.some((one) => one.table === key) && (
              <p className="gz-muted">{t("actions.none")}</p>
            )}
            {own.map((one, at) => (
              <Item key={one.key} kind="buttons" one={one} steering={steering}>
                {tables.has(key) && <Order keys={own.map((each) => each.key)} at={at} one={one} />}
              </Item>
            ))}
            {approvals
              .filter((one) => one.table === key)
              .map((one) => (
                <Item key={one.key} kind="approvals" one={one} steering={steering} />
              ))}
          </section>
        );
      })}
      {steering.dialog}
    </div>
  );
}

interface ItemProps {
  kind: ActionKind;
  one: Action;
  steering: ActionSteering;
  children?: React.ReactNode;
}

function Item({ kind, one, steering, children }: ItemProps) {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const label = one.label[display.locale];
  return (
    <article className="gz-action-said" data-off={!one.enabled}>
      <header>
        <Switch
          size="small"
          checked={one.enabled}
          aria-label={t("automations.switch", { name: label })}
          onChange={(enabled) => void steering.toggle(kind, one, enabled)}
        />
        <Link to={settingsAddress(ws, "actions", itemOf(kind, one))}>{label}</Link>
        {kind === "approvals" && <Tag color="purple">{t("actions.approval")}</Tag>}
        {one.changed && <Tag color="blue">{t("automations.changedFromTemplate")}</Tag>}
        {!!one.open && <span className="gz-muted">{t("actions.openRounds", { count: one.open })}</span>}
        <span className="gz-settings-space" />
        {children}
      </header>
      {tables.has(one.table) && <ActionWords kind={kind} document={one.definition} />}
    </article>
  );
}

/** Moves a button among those of its table: the order in which they are shown. */
function Order({ keys, at, one }: { keys: string[]; at: number; one: Action }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const ordering = useMutation({
    mutationFn: (to: number) => orderButtons(ws, one.table, keys.toSpliced(at, 1).toSpliced(to, 0, one.key)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: actionsKey(ws) });
      await client.invalidateQueries({ queryKey: ["ws", ws, "tables"] });
    },
    onError: (error) => message.error(sentence(error), 6),
  });
  if (keys.length < 2) return null;
  const label = one.label[display.locale];
  return (
    <>
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined aria-hidden />}
        aria-label={`${t("automations.moveUp")} ${label}`}
        disabled={at === 0 || ordering.isPending}
        onClick={() => ordering.mutate(at - 1)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined aria-hidden />}
        aria-label={`${t("automations.moveDown")} ${label}`}
        disabled={at === keys.length - 1 || ordering.isPending}
        onClick={() => ordering.mutate(at + 1)}
      />
    </>
  );
}

/** What a template brought and somebody deleted: each can come back. */
function Removed({ removed }: { removed: ListedActions["removed"] }) {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const bringing = useMutation({
    mutationFn: (one: ListedActions["removed"][number]) =>
      resetAction(ws, one.kind === "button" ? "buttons" : "approvals", one, {}),
    onSuccess: async () => {
      message.success(t("actions.broughtBack"));
      await client.invalidateQueries({ queryKey: actionsKey(ws) });
      await client.invalidateQueries({ queryKey: ["ws", ws, "tables"] });
    },
    onError: (error) => message.error(sentence(error), 6),
  });
  if (removed.length === 0) return null;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: removed.map((one, at) => ({
          key: at,
          icon: <UndoOutlined aria-hidden />,
          label: `${tables.get(one.table)?.label ?? one.table} · ${one.label[display.locale]}`,
        })),
        onClick: ({ key }) => {
          const one = removed[Number(key)];
          if (one) bringing.mutate(one);
        },
      }}
    >
      <Button type="link" className="gz-flow-link" loading={bringing.isPending}>
        {t("actions.removed", { count: removed.length })}
      </Button>
    </Dropdown>
  );
}

/** Webhook subscriptions: which there are, how they do, making and changing them. */
import { useQuery } from "@tanstack/react-query";
import { App, Button, Dropdown, Switch, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import {
  changeWebhook,
  deleteWebhook,
  testWebhook,
  type Webhook,
  webhookSecret,
  webhooksQuery,
} from "../api/webhooks";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { useSettingsChanged } from "./useSettingsChanged";
import { WebhookDeliveries } from "./WebhookDeliveries";
import { WebhookForm } from "./WebhookForm";
import "./configLog.css";

export function Webhooks() {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const changed = useSettingsChanged();
  const [editing, setEditing] = useState<Webhook | "new" | null>(null);
  const [looking, setLooking] = useState<Webhook | null>(null);
  const found = useQuery(webhooksQuery(ws));
  if (found.isPending) return <Waiting rows={4} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const act = async (work: () => Promise<unknown>, said?: string) => {
    try {
      await work();
      if (said) message.success(said);
    } catch (error) {
      message.error(sentence(error), 6);
    }
    await changed();
  };
  const showSecret = async (hook: Webhook) => {
    try {
      const { secret } = await webhookSecret(ws, hook.id);
      modal.info({
        title: t("webhooks.secret"),
        content: <code className="gz-webhook-secret">{secret}</code>,
      });
    } catch (error) {
      message.error(sentence(error), 6);
    }
  };
  const remove = (hook: Webhook) =>
    modal.confirm({
      title: t("webhooks.deleteTitle", { label: hook.label }),
      okText: t("webhooks.delete"),
      onOk: () => act(() => deleteWebhook(ws, hook.id)),
    });
  return (
    <>
      <div className="gz-config-filters">
        <Button type="primary" onClick={() => setEditing("new")}>
          {t("webhooks.add")}
        </Button>
      </div>
      {found.data.length === 0 && <Nothing title={t("webhooks.none")} hint={t("webhooks.noneHint")} />}
      <ul className="gz-log">
        {found.data.map((hook) => (
          <li key={hook.id}>
            <div>
              <span>
                <strong>{hook.label}</strong> {tables.get(hook.table)?.label ?? t("automations.hiddenTable")}
                {" · "}
                {hook.events.map((event) => t(`webhooks.${event}`)).join("、")}{" "}
                {hook.paused && <Tag color="error">{t("webhooks.paused")}</Tag>}
              </span>
              <span className="gz-log-details">{hook.url}</span>
              <span className="gz-muted gz-log-meta">
                {t("webhooks.owner", { name: hook.owner?.label ?? "" })}
                {hook.failures > 0 && ` · ${t("webhooks.failures", { count: hook.failures })}`}
              </span>
            </div>
            <span className="gz-webhook-acts">
              <Switch
                size="small"
                aria-label={t("webhooks.enabled", { label: hook.label })}
                checked={hook.enabled && hook.paused === null}
                onChange={(enabled) => act(() => changeWebhook(ws, hook.id, { enabled }))}
              />
              <Button size="small" onClick={() => setLooking(hook)}>
                {t("webhooks.deliveries")}
              </Button>
              <Dropdown
                trigger={["click"]}
                menu={{
                  items: [
                    { key: "edit", label: t("webhooks.edit"), onClick: () => setEditing(hook) },
                    {
                      key: "test",
                      label: t("webhooks.tryOut"),
                      onClick: () => act(() => testWebhook(ws, hook.id), t("webhooks.tried")),
                    },
                    { key: "secret", label: t("webhooks.secret"), onClick: () => showSecret(hook) },
                    { key: "delete", danger: true, label: t("webhooks.delete"), onClick: () => remove(hook) },
                  ],
                }}
              >
                <Button size="small" aria-label={t("webhooks.more", { label: hook.label })}>
                  …
                </Button>
              </Dropdown>
            </span>
          </li>
        ))}
      </ul>
      {editing && <WebhookForm hook={editing === "new" ? null : editing} close={() => setEditing(null)} />}
      {looking && <WebhookDeliveries hook={looking} close={() => setLooking(null)} />}
    </>
  );
}

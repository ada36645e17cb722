/** What became of a webhook's deliveries; one that came to nothing is made again by hand. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { sentence } from "../api/problem";
import { deliveriesQuery, retryDelivery, type Webhook } from "../api/webhooks";
import { recordAddress } from "../app/address";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";

const COLORS = {
  queued: "default",
  waiting: "warning",
  done: "success",
  failed: "error",
  skipped: "default",
};

export function WebhookDeliveries({ hook, close }: { hook: Webhook; close: () => void }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const phone = useIsPhone();
  const client = useQueryClient();
  const query = deliveriesQuery(ws, hook.id);
  const found = useQuery(query);
  const again = async (id: number) => {
    try {
      await retryDelivery(ws, hook.id, id);
    } catch (error) {
      message.error(sentence(error), 6);
    }
    await client.invalidateQueries({ queryKey: query.queryKey });
  };
  return (
    <Drawer
      open
      size={phone ? "100%" : 560}
      title={t("webhooks.deliveriesOf", { label: hook.label })}
      onClose={close}
      extra={
        <Button size="small" onClick={() => found.refetch()}>
          {t("webhooks.refresh")}
        </Button>
      }
    >
      {found.isPending && <Waiting rows={4} />}
      {found.isError && <Failure error={found.error} retry={() => found.refetch()} />}
      {found.data?.length === 0 && <Nothing title={t("webhooks.noDeliveries")} hint="" />}
      <ul className="gz-log">
        {found.data?.map((one) => (
          <li key={one.id}>
            <div>
              <span>
                <Tag color={COLORS[one.state]}>{t(`webhooks.${one.state}`)}</Tag> {t(`webhooks.${one.event}`)}{" "}
                {one.record !== null && (
                  <Link to={recordAddress(ws, hook.table, one.record)}>{one.label || `#${one.record}`}</Link>
                )}
              </span>
              {one.tries.length > 0 && (
                <span className="gz-log-details">
                  {one.tries
                    .map(
                      (each) =>
                        `${showInstant(each.at, display)} ${each.message ?? each.code ?? `HTTP ${each.status}`}`,
                    )
                    .join("；")}
                </span>
              )}
              <time className="gz-muted gz-log-meta gz-tabular" dateTime={one.created_at}>
                {showInstant(one.created_at, display)}
              </time>
            </div>
            {(one.state === "failed" || one.state === "skipped") && (
              <Button size="small" onClick={() => again(one.id)}>
                {t("webhooks.again")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  );
}

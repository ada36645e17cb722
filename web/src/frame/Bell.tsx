/** The bell: what the person was told of, the latest first, with how much of it is unread. */
import { BellOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Badge, Button, Drawer, Empty, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import {
  type Notification,
  notificationsKey,
  notificationsQuery,
  readNotifications,
} from "../api/notifications";
import { sentence } from "../api/problem";
import { recordAddress } from "../app/address";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";

export function Bell() {
  const { key: ws } = useWorkspace();
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const [open, setOpen] = useState(false);
  const told = useQuery(notificationsQuery(ws)).data;
  const unread = told?.unread ?? 0;
  const reading = useMutation({
    mutationFn: (ids?: number[]) => readNotifications(ws, ids),
    onSuccess: () => client.invalidateQueries({ queryKey: notificationsKey(ws) }),
    onError: (error) => message.error(sentence(error)),
  });
  const label = t("frame.notifications");
  const follow = (one: Notification) => {
    if (!one.read) reading.mutate([one.id]);
    if (one.table === null || one.record === null) return;
    setOpen(false);
    navigate(recordAddress(ws, one.table, one.record));
  };
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <Tooltip title={label} placement="top">
        <button
          type="button"
          className="gz-plain-button gz-icon-button"
          aria-label={unread > 0 ? `${label} ${unread}` : label}
          onClick={() => setOpen(true)}
        >
          <Badge count={unread} size="small" overflowCount={99}>
            <BellOutlined aria-hidden style={{ fontSize: 16, color: "var(--gz-text-2)" }} />
          </Badge>
        </button>
      </Tooltip>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement={phone ? "right" : "left"}
        size={phone ? "100%" : 380}
        title={label}
        styles={{ body: { padding: 0 } }}
        extra={
          <Button
            type="text"
            size="small"
            disabled={unread === 0}
            loading={reading.isPending}
            onClick={() => reading.mutate(undefined)}
          >
            {t("frame.readAll")}
          </Button>
        }
      >
        {told?.notifications.length === 0 && (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("frame.noNotifications")} />
        )}
        <ul className="gz-told">
          {told?.notifications.map((one) => (
            <li key={one.id} data-unread={!one.read}>
              <button type="button" className="gz-plain-button" onClick={() => follow(one)}>
                <span className="gz-told-text">{one.text}</span>
                <span className="gz-told-beside">
                  {one.label && <span>{one.label}</span>}
                  <time dateTime={one.at}>{when.format(new Date(one.at))}</time>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  );
}

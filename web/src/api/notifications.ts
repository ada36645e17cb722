/** The caller's notifications, and how they want to be told. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";

export type Notification = Answer<`/workspaces/${string}/notifications`>["notifications"][number];
/** `email`: where e-mail goes; empty where no address is known. */
export type NotificationSettings = Answer<`/workspaces/${string}/notifications/settings`>;

const base = (ws: string) => `/workspaces/${ws}/notifications` as const;

/** Prefix of every query about notifications; invalidate it after some were read. */
export const notificationsKey = (ws: string) => ["ws", ws, "notifications"];

export const notificationsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...notificationsKey(ws), "latest"],
    queryFn: ({ signal }) => request(base(ws), { signal }),
    refetchInterval: 60_000,
  });

/** Marks notifications as read: those with these ids, or all. */
export const readNotifications = (ws: string, ids?: number[]) =>
  request(`${base(ws)}/read`, { method: "POST", body: ids ? { ids } : {} });

export const notificationSettingsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...notificationsKey(ws), "settings"],
    queryFn: ({ signal }) => request(`${base(ws)}/settings`, { signal }),
  });

export const changeNotificationSettings = (ws: string, body: Partial<NotificationSettings>) =>
  request(`${base(ws)}/settings`, { method: "PATCH", body });

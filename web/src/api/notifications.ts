/** The caller's notifications, and how they want to be told. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";

export interface Notification {
  id: number;
  at: string;
  kind: string;
  text: string;
  table: string | null;
  record: number | null;
  automation: string | null;
  read: boolean;
}

export interface NotificationSettings {
  bell: boolean;
  mail: boolean;
  /** Where e-mail goes; empty where no address is known. */
  email: string;
}

const base = (ws: string) => `/workspaces/${ws}/notifications`;

/** Prefix of every query about notifications; invalidate it after some were read. */
export const notificationsKey = (ws: string) => ["ws", ws, "notifications"];

export const notificationsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...notificationsKey(ws), "latest"],
    queryFn: ({ signal }) =>
      request<{ notifications: Notification[]; unread: number; next: number | null }>(base(ws), { signal }),
    refetchInterval: 60_000,
  });

/** Marks notifications as read: those with these ids, or all. */
export const readNotifications = (ws: string, ids?: number[]) =>
  request<void>(`${base(ws)}/read`, { method: "POST", body: ids ? { ids } : {} });

export const notificationSettingsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...notificationsKey(ws), "settings"],
    queryFn: ({ signal }) => request<NotificationSettings>(`${base(ws)}/settings`, { signal }),
  });

export const changeNotificationSettings = (ws: string, body: Partial<NotificationSettings>) =>
  request<NotificationSettings>(`${base(ws)}/settings`, { method: "PATCH", body });

/** Webhooks out: subscriptions of other systems to the changes of a table, and what became of their deliveries. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import { settingsKey } from "./people";
import type { Condition, Ref } from "./types";

export const EVENTS = ["created", "updated", "deleted"] as const;
export type WebhookEvent = (typeof EVENTS)[number];

export interface Webhook {
  id: number;
  label: string;
  table: string;
  url: string;
  events: WebhookEvent[];
  /** Keys of the fields it is about; null: all that its owner may read. */
  fields: string[] | null;
  condition: Condition | null;
  enabled: boolean;
  paused: string | null;
  failures: number;
  owner: Ref | null;
}

export interface WebhookDelivery {
  id: number;
  event: WebhookEvent | "test";
  record: number | null;
  state: "queued" | "waiting" | "done" | "failed" | "skipped";
  attempts: number;
  tries: { at: string; status?: number; code?: string }[];
  created_at: string;
  finished_at: string | null;
}

export type WebhookDraft = Pick<Webhook, "label" | "table" | "url" | "events" | "fields" | "condition">;

export const webhooksQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "webhooks"],
    queryFn: async ({ signal }) =>
      (await request<{ webhooks: Webhook[] }>(`/workspaces/${ws}/webhooks`, { signal })).webhooks,
  });

export const deliveriesQuery = (ws: string, id: number) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "webhooks", id],
    queryFn: async ({ signal }) =>
      (
        await request<{ deliveries: WebhookDelivery[] }>(`/workspaces/${ws}/webhooks/${id}/deliveries`, {
          signal,
        })
      ).deliveries,
  });

export const addWebhook = (ws: string, body: WebhookDraft) =>
  request<Webhook>(`/workspaces/${ws}/webhooks`, { method: "POST", body });

export const changeWebhook = (
  ws: string,
  id: number,
  body: Partial<Omit<WebhookDraft, "table"> & { enabled: boolean }>,
) => request<Webhook>(`/workspaces/${ws}/webhooks/${id}`, { method: "PATCH", body });

export const deleteWebhook = (ws: string, id: number) =>
  request<void>(`/workspaces/${ws}/webhooks/${id}`, { method: "DELETE" });

export const testWebhook = (ws: string, id: number) =>
  request<WebhookDelivery>(`/workspaces/${ws}/webhooks/${id}/test`, { method: "POST", body: {} });

export const webhookSecret = (ws: string, id: number) =>
  request<{ secret: string }>(`/workspaces/${ws}/webhooks/${id}/secret`, { method: "POST", body: {} });

export const retryDelivery = (ws: string, id: number, delivery: number) =>
  request<WebhookDelivery>(`/workspaces/${ws}/webhooks/${id}/deliveries/${delivery}/retry`, {
    method: "POST",
    body: {},
  });

/** Webhooks out: subscriptions of other systems to the changes of a table, and what became of their deliveries. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";
import { settingsKey } from "./people";

/** `fields`: null for all that its owner may read. */
export type Webhook = Answer<`/workspaces/${string}/webhooks`>["webhooks"][number];
export type WebhookDelivery =
  Answer<`/workspaces/${string}/webhooks/${number}/deliveries`>["deliveries"][number];

export const EVENTS = ["created", "updated", "deleted"] as const;
export type WebhookEvent = (typeof EVENTS)[number];

export type WebhookDraft = Pick<Webhook, "label" | "table" | "url" | "events" | "fields" | "condition">;

export const webhooksQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "webhooks"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/webhooks`, { signal })).webhooks,
  });

export const deliveriesQuery = (ws: string, id: number) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "webhooks", id],
    queryFn: async ({ signal }) =>
      (
        await request(`/workspaces/${ws}/webhooks/${id}/deliveries`, {
          signal,
        })
      ).deliveries,
  });

export const addWebhook = (ws: string, body: WebhookDraft) =>
  request(`/workspaces/${ws}/webhooks`, { method: "POST", body });

export const changeWebhook = (
  ws: string,
  id: number,
  body: Partial<Omit<WebhookDraft, "table"> & { enabled: boolean }>,
) => request(`/workspaces/${ws}/webhooks/${id}`, { method: "PATCH", body });

export const deleteWebhook = (ws: string, id: number) =>
  request(`/workspaces/${ws}/webhooks/${id}`, { method: "DELETE" });

export const testWebhook = (ws: string, id: number) =>
  request(`/workspaces/${ws}/webhooks/${id}/test`, { method: "POST" });

export const webhookSecret = (ws: string, id: number) =>
  request(`/workspaces/${ws}/webhooks/${id}/secret`, { method: "POST" });

export const retryDelivery = (ws: string, id: number, delivery: number) =>
  request(`/workspaces/${ws}/webhooks/${id}/deliveries/${delivery}/retry`, {
    method: "POST",
  });

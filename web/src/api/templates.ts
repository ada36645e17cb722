/** The templates of a workspace: what is installed, what has been changed of it, and newer versions. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";
import { settingsKey } from "./people";

export type InstalledTemplate = Answer<`/workspaces/${string}/templates`>["templates"][number];
export type Difference = Answer<`/workspaces/${string}/templates/${string}/drift`>["differences"][number];
export type Verdict = Difference["verdict"];
/** Which side stands: what is here, or what the new version has. */
export type Side = "mine" | "theirs";
/** A template document as it comes from a file. */
export type TemplateDocument = Record<string, unknown>;

export const templatesQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "templates"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/templates`, { signal })).templates,
  });

export const driftQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "templates", key, "drift"],
    queryFn: async ({ signal }) =>
      (await request(`/workspaces/${ws}/templates/${key}/drift`, { signal })).differences,
  });

/** What an upgrade would change; without a document, one to the version that comes with the product. */
export const upgradePlanQuery = (ws: string, key: string, document: TemplateDocument | null) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "templates", key, "plan", document],
    queryFn: ({ signal }) =>
      request(`/workspaces/${ws}/templates/${key}/plan`, { method: "POST", body: { document }, signal }),
    gcTime: 0,
  });

export const upgradeTemplate = (
  ws: string,
  key: string,
  body: { token: string; choices: Record<string, Side>; document: TemplateDocument | null },
) => request(`/workspaces/${ws}/templates/${key}/upgrade`, { method: "POST", body });

/** The template as it stands in the workspace now. */
export const exportTemplate = async (ws: string, key: string): Promise<unknown> =>
  (await request(`/workspaces/${ws}/templates/${key}`)).template;

/** The workspace on screen: its member, tables and what fields need to draw and edit values. */
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { attachmentAddress, fetchCandidates, uploadFile } from "../api/records";
import type { Table } from "../api/types";
import { type Member, memberQuery, type Navigation, navigationQuery, tablesQuery } from "../api/workspace";
import type { Display, FieldContext } from "../fields";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { recordAddress } from "./address";

export interface Workspace {
  key: string;
  member: Member;
  navigation: Navigation;
  tables: ReadonlyMap<string, Table>;
  display: Display;
  /** Identity is stable per table and locale. */
  contextOf: (table: string) => FieldContext;
}

const Context = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = use(Context);
  if (!workspace) throw new Error("useWorkspace outside of a workspace");
  return workspace;
}

function contexts(ws: string, display: Display): (table: string) => FieldContext {
  const made = new Map<string, FieldContext>();
  return (table) => {
    const known = made.get(table);
    if (known) return known;
    const context: FieldContext = {
      ...display,
      table,
      candidates: (of, field, q, options) =>
        fetchCandidates(ws, of, field, q, options?.record ?? null, options?.signal, options),
      upload: (file) => uploadFile(ws, file),
      attachmentUrl: (of, record, attachment) => attachmentAddress(ws, of, record, attachment),
      recordUrl: (of, record) => recordAddress(ws, of, record),
    };
    made.set(table, context);
    return context;
  };
}

/** Whoever is no member any more must not go on looking at what was read before. */
const shutOut = (error: unknown): boolean => error instanceof Problem && [403, 404].includes(error.status);

/** What its template protects in a field is the matter of those who may change it; to others the mark says nothing. */
function shown(tables: readonly Table[], builder: boolean): ReadonlyMap<string, Table> {
  const bare = (table: Table): Table => ({
    ...table,
    fields: table.fields.map((field) => (field.protected ? { ...field, protected: false } : field)),
  });
  return new Map(tables.map((table) => [table.key, builder ? table : bare(table)]));
}

export function WorkspaceProvider({ ws, children }: { ws: string; children: ReactNode }) {
  const { i18n } = useTranslation();
  const member = useQuery(memberQuery(ws));
  const tables = useQuery(tablesQuery(ws));
  const navigation = useQuery(navigationQuery(ws));
  const locale = i18n.language === "en" ? "en" : "zh-CN";
  const timezone = member.data?.timezone ?? "Asia/Shanghai";
  const today = member.data?.today ?? "";

  const display = useMemo<Display>(() => ({ locale, timezone, today }), [locale, timezone, today]);
  const contextOf = useMemo(() => contexts(ws, display), [ws, display]);
  const byKey = useMemo(
    () => shown(tables.data ?? [], member.data?.builder ?? false),
    [tables.data, member.data?.builder],
  );
  const value = useMemo<Workspace | null>(
    () =>
      member.data && navigation.data
        ? { key: ws, member: member.data, navigation: navigation.data, tables: byKey, display, contextOf }
        : null,
    [ws, member.data, navigation.data, byKey, display, contextOf],
  );

  for (const query of [member, tables, navigation]) {
    if (query.isError && (!query.data || shutOut(query.error)))
      return <Failure error={query.error} retry={() => query.refetch()} page />;
  }
  if (!value || !tables.data) return <Waiting page />;
  return <Context value={value}>{children}</Context>;
}

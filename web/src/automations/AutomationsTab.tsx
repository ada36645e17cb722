/** The list of automations, or the one whose key is in the address; "-new" is one that is not there yet. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { automationQuery } from "../api/automations";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { AutomationList } from "./AutomationList";
import "./automations.css";
import { Builder } from "./Builder";
import { blankDraft, copyOf, draftOf } from "./draft";

export const NEW = "-new";

export function AutomationsTab() {
  const { item } = useParams();
  if (!item) return <AutomationList />;
  return item === NEW ? <New /> : <Existing key={item} automation={item} />;
}

function New() {
  const [search] = useSearchParams();
  const copied = search.get("copy");
  return copied ? <Copy key={copied} of={copied} /> : <Blank table={search.get("table") ?? ""} />;
}

function Blank({ table }: { table: string }) {
  const { tables } = useWorkspace();
  const start = useMemo(() => blankDraft(tables.has(table) ? table : ""), [tables, table]);
  return <Builder automation={null} start={start} />;
}

function Copy({ of }: { of: string }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(automationQuery(ws, of));
  const document = found.data?.definition;
  const start = useMemo(
    () =>
      document &&
      copyOf(document, {
        "zh-CN": t("automations.copyOf", { name: document.label["zh-CN"], lng: "zh-CN" }),
        en: t("automations.copyOf", { name: document.label.en, lng: "en" }),
      }),
    [document, t],
  );
  if (found.isPending) return <Waiting rows={8} />;
  if (!start) return <Failure error={found.error} retry={() => found.refetch()} />;
  return <Builder automation={null} start={start} />;
}

function Existing({ automation }: { automation: string }) {
  const { key: ws } = useWorkspace();
  const found = useQuery(automationQuery(ws, automation));
  const start = useMemo(() => found.data && draftOf(found.data.definition), [found.data]);
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data || !start) return <Failure error={found.error} retry={() => found.refetch()} />;
  // Another version (saved, reset) begins the editing anew; what is half-edited is kept while only switches change.
  return <Builder key={found.data.version} automation={found.data} start={start} />;
}

/** Buttons and approvals of every table, or the one in the address; "-button" and "-approval" are not there yet. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { type ApprovalDocument, actionQuery, type ButtonDocument } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import type { Said } from "../automations/document";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { ActionList } from "./ActionList";
import { ApprovalEditor } from "./ApprovalEditor";
import "../automations/automations.css";
import "./actions.css";
import { NEW, namedBy } from "./addresses";
import { ButtonEditor } from "./ButtonEditor";
import { approvalDraftOf, blankApproval, blankButton, buttonDraftOf, newKey } from "./drafts";

export function ActionsTab() {
  const { item } = useParams();
  const [search] = useSearchParams();
  const copied = namedBy(search.get("copy") ?? "");
  const table = search.get("table") ?? "";
  if (item === NEW.buttons)
    return copied ? <OfButton of={copied} copy /> : <BlankButton key={table} table={table} />;
  if (item === NEW.approvals)
    return copied ? <OfApproval of={copied} copy /> : <BlankApproval key={table} table={table} />;
  const name = namedBy(item ?? "");
  if (name?.kind === "buttons") return <OfButton key={item} of={name} />;
  if (name?.kind === "approvals") return <OfApproval key={item} of={name} />;
  return <ActionList />;
}

function BlankButton({ table }: { table: string }) {
  const start = useMemo(() => blankButton(table), [table]);
  return <ButtonEditor action={null} start={start} />;
}

/** The workspace's administrators stand in where nobody else is left, until somebody says otherwise. */
const STAND_IN = "admin";

function BlankApproval({ table }: { table: string }) {
  const start = useMemo(() => blankApproval(table, STAND_IN), [table]);
  return <ApprovalEditor action={null} start={start} />;
}

interface OfProps {
  of: { table: string; key: string };
  /** Begins another one that does the same. */
  copy?: boolean;
}

function useCopied(): (label: Said) => Said {
  const { t } = useTranslation();
  return (label) => ({
    "zh-CN": t("automations.copyOf", { name: label["zh-CN"], lng: "zh-CN" }),
    en: t("automations.copyOf", { name: label.en, lng: "en" }),
  });
}

function OfButton({ of, copy = false }: OfProps) {
  const { key: ws } = useWorkspace();
  const copied = useCopied();
  const found = useQuery(actionQuery(ws, "buttons", of));
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const { definition, version } = found.data;
  if (!copy) return <ButtonEditor key={version} action={found.data} start={buttonDraftOf(definition)} />;
  const document: ButtonDocument = { ...definition, key: newKey("button"), label: copied(definition.label) };
  return <ButtonEditor action={null} start={buttonDraftOf(document)} />;
}

function OfApproval({ of, copy = false }: OfProps) {
  const { key: ws } = useWorkspace();
  const copied = useCopied();
  const found = useQuery(actionQuery(ws, "approvals", of));
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const { definition, version } = found.data;
  if (!copy) return <ApprovalEditor key={version} action={found.data} start={approvalDraftOf(definition)} />;
  const document: ApprovalDocument = {
    ...approvalDraftOf(definition),
    key: newKey("approval"),
    label: copied(definition.label),
  };
  return <ApprovalEditor action={null} start={document} />;
}

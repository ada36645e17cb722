/** Deletes a field into the trash, or says what uses it. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { deleteField, fetchUses } from "../api/schema";
import type { Field, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Waiting } from "../ui/Waiting";
import { useDeleted } from "./useDeleted";
import { useStructure } from "./useStructure";
import "./schema.css";

const KINDS = [
  "formula",
  "rollup",
  "lookup",
  "subtable",
  "relation",
  "view",
  "column",
  "role",
  "rule",
  "primary",
  "parent",
  "tree",
  "order",
  "ownership",
  "record_types",
  "default",
  "dashboard",
  "automation",
  "button",
  "approval",
  "timer",
] as const;
type Kind = (typeof KINDS)[number];
const isKind = (kind: string): kind is Kind => KINDS.some((known) => known === kind);

export function DeleteDialog({ table, field, onClose }: { table: Table; field: Field; onClose: () => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const deleted = useDeleted();
  const refresh = useStructure();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState("");
  const uses = useQuery({
    queryKey: ["ws", ws, "uses", table.key, field.key],
    queryFn: () => fetchUses(ws, table.key, field.key),
    staleTime: 0,
    gcTime: 0,
  });
  const blocking = uses.data?.uses.filter((use) => use.blocking) ?? [];
  const kept = Boolean(field.protected) || Boolean(uses.data?.of_template);
  const words = { field: field.label };

  const remove = async () => {
    setBusy(true);
    try {
      const steering = kept ? { unlock: true, reason: reason.trim() } : {};
      const { trash } = await deleteField(ws, table.key, field.key, steering);
      await refresh();
      onClose();
      deleted(t("schema.deleted", words), trash);
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      width={480}
      title={blocking.length > 0 ? t("schema.usedTitle", words) : t("schema.deleteTitle", words)}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("schema.cancel")}</Button>
          {uses.isSuccess && blocking.length === 0 && (
            <Button
              danger
              type="primary"
              loading={busy}
              disabled={kept && !reason.trim()}
              onClick={() => void remove()}
            >
              {t("schema.delete")}
            </Button>
          )}
        </>
      }
    >
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      {uses.isPending && <Waiting rows={2} />}
      {uses.isError && <Alert type="error" showIcon title={sentence(uses.error)} role="alert" />}
      {blocking.length > 0 ? (
        <>
          <p>{t("schema.usedHint")}</p>
          <ul className="gz-uses">
            {blocking.map((use) => (
              <li key={`${use.kind}-${use.table}-${use.key}`}>
                <span className="gz-muted">{isKind(use.kind) ? t(`schema.uses.${use.kind}`) : use.kind}</span>
                {use.label}
              </li>
            ))}
          </ul>
        </>
      ) : (
        uses.isSuccess && <p>{kept ? t("schema.ofTemplate") : t("schema.deleteHint")}</p>
      )}
      {uses.isSuccess && blocking.length === 0 && kept && (
        <Input
          value={reason}
          maxLength={500}
          aria-label={t("schema.reason")}
          placeholder={t("schema.reason")}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
    </Modal>
  );
}

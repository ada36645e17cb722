/** Fields and tables that were deleted, and earlier types of converted fields, for whoever builds. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { restoreFromTrash, structureTrashQuery } from "../api/schema";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { Nothing } from "./Nothing";

const KINDS = {
  "field.delete": "past.kindField",
  "table.delete": "past.kindTable",
  "field.convert": "past.kindConvert",
} as const;

export function StructureTrash() {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [busy, setBusy] = useState<number | null>(null);
  const found = useQuery(structureTrashQuery(ws));
  if (found.isPending) return <Waiting rows={6} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;

  const restore = async (id: number) => {
    setBusy(id);
    try {
      await restoreFromTrash(ws, id);
      message.success(t("past.restored"));
      await client.invalidateQueries({ queryKey: ["ws", ws] });
    } catch (error) {
      message.error(sentence(error), 8);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {found.data.length === 0 && (
        <Nothing title={t("past.structureEmpty")} hint={t("past.structureEmptyHint")} />
      )}
      <ul className="gz-past-list">
        {found.data.map((entry) => {
          const kind = KINDS[entry.action as keyof typeof KINDS];
          return (
            <li key={entry.id}>
              <div className="gz-past-what">
                <span>
                  {entry.label}
                  <span className="gz-past-kind">
                    {[kind && t(kind), entry.table && tables.get(entry.table)?.label]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
                <span className="gz-past-meta gz-muted">
                  <time className="gz-tabular" dateTime={entry.at}>
                    {showInstant(entry.at, display)}
                  </time>
                  <span>{entry.by ?? t("record.system")}</span>
                </span>
              </div>
              <Button size="small" loading={busy === entry.id} onClick={() => restore(entry.id)}>
                {t("past.restore")}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Records as tiles with a picture. */
import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { attachmentAddress } from "../api/records";
import type { Field, Row } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { asFiles } from "../fields";
import { EmptyTable } from "../table/EmptyTable";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { cardFields } from "./cardFields";
import type { ViewProps } from "./props";
import { RecordCard } from "./RecordCard";
import { useRows } from "./useRows";

export function GalleryView({ table, view, query, control, narrowed, onOpen, onNew, onImport }: ViewProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const fields = useMemo(() => cardFields(table, view, 4), [table, view]);
  const cover = useMemo(
    () =>
      table.fields.find((field) => field.key === view?.settings.cover) ??
      table.fields.find((field) => field.type === "attachment") ??
      null,
    [table, view],
  );
  const keys = useMemo(
    () => [
      ...new Set([
        table.primary,
        ...[cover, fields.chip, ...fields.figures].flatMap((f) => (f ? [f.key] : [])),
      ]),
    ],
    [table.primary, cover, fields],
  );
  const { rows, isPending, error, hasMore, isLoadingMore, more, refetch } = useRows(
    ws,
    table.key,
    query,
    keys,
  );
  if (isPending) return <Waiting rows={10} />;
  if (error) return <Failure error={error} retry={refetch} />;
  if (rows.length === 0) {
    return (
      <EmptyTable
        table={table}
        narrowed={narrowed}
        onClear={() => control.change({ filter: null, q: "" })}
        onNew={onNew ? () => onNew() : null}
        onImport={onImport}
      />
    );
  }
  return (
    <div className="gz-gallery">
      {rows.map((row) => (
        <article key={row.id} className="gz-gallery-item">
          {cover && <Cover ws={ws} table={table.key} row={row} field={cover} />}
          <RecordCard table={table} row={row} fields={fields} onOpen={onOpen} />
        </article>
      ))}
      {hasMore && (
        <div className="gz-gallery-more">
          <Button loading={isLoadingMore} onClick={more}>
            {t("table.loadMore")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Cover({ ws, table, row, field }: { ws: string; table: string; row: Row; field: Field }) {
  const { t } = useTranslation();
  const picture = asFiles(row.values[field.key]).find((file) => file.type.startsWith("image/"));
  return picture ? (
    <img
      className="gz-gallery-cover"
      loading="lazy"
      alt={picture.name}
      src={attachmentAddress(ws, table, row.id, picture.id)}
    />
  ) : (
    <div className="gz-gallery-cover" title={t("table.noCover")}>
      <PictureOutlined aria-hidden="true" />
    </div>
  );
}

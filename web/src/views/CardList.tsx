/** A table on a phone: records as cards, windowed, loading on as one scrolls. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { EmptyTable } from "../table/EmptyTable";
import { columnsOf } from "../table/personal";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./card.css";
import { cardFields } from "./cardFields";
import type { ViewProps } from "./props";
import { RecordCard } from "./RecordCard";
import { useRows } from "./useRows";

const ESTIMATED_PX = 104;
const AHEAD = 10;

export function CardList({
  table,
  view,
  query,
  control,
  personal,
  narrowed,
  onOpen,
  onNew,
  onImport,
}: ViewProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const fields = useMemo(
    () =>
      cardFields(
        table,
        view,
        3,
        columnsOf(table, view, personal.personal).map(({ key }) => key),
      ),
    [table, view, personal.personal],
  );
  const keys = useMemo(
    () => [
      table.primary,
      ...(fields.chip ? [fields.chip.key] : []),
      ...fields.figures.map((field) => field.key),
    ],
    [table.primary, fields],
  );
  const { rows, count, isPending, error, hasMore, more, refetch } = useRows(ws, table.key, query, keys);
  const windowed = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  });
  const items = windowed.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - AHEAD) more();
  }, [hasMore, last, rows.length, more]);

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
    <>
      {count !== null && <div className="gz-list-count gz-tabular">{t("table.rows", { count })}</div>}
      <div ref={scroller} className="gz-cards">
        <ul
          style={{
            position: "relative",
            height: windowed.getTotalSize(),
            margin: 0,
            padding: 0,
            listStyle: "none",
          }}
        >
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <li
                key={item.key}
                ref={windowed.measureElement}
                data-index={item.index}
                aria-setsize={count ?? rows.length}
                aria-posinset={item.index + 1}
                style={{
                  position: "absolute",
                  insetInline: 0,
                  top: 0,
                  transform: `translateY(${item.start}px)`,
                }}
              >
                <RecordCard table={table} row={row} fields={fields} onOpen={onOpen} />
              </li>
            ) : null;
          })}
        </ul>
      </div>
    </>
  );
}

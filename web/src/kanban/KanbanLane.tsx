/** One lane: its name, count and sums, and its cards, loaded and windowed as one scrolls. */

import { PlusOutlined } from "@ant-design/icons";
import { useDroppable } from "@dnd-kit/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AggregateRow, Field, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { colorClass } from "../fields";
import { both } from "../filter/model";
import { FieldValue } from "../ui/FieldValue";
import { LeftOut } from "../ui/LeftOut";
import { Waiting } from "../ui/Waiting";
import type { CardFields } from "../views/cardFields";
import type { RowQuery } from "../views/props";
import type { Move } from "../views/useMoves";
import { useRows } from "../views/useRows";
import type { Target } from "./drag";
import { KanbanCard } from "./KanbanCard";
import { type Lane, laneCondition, mayMove, withMoves } from "./lanes";

interface KanbanLaneProps {
  table: Table;
  stack: Field;
  lane: Lane;
  query: RowQuery;
  fields: CardFields;
  fieldKeys: string[];
  sums: Field[];
  figures: AggregateRow | null;
  moves: ReadonlyMap<number, Move>;
  /** Whether cards are put beside each other here. */
  arranged: boolean;
  /** Where the card in hand would go; null elsewhere. */
  target: Target | null;
  /** The lane the card in hand comes from; null while nothing is dragged. */
  dragFrom: string | null;
  movable: boolean;
  onOpen: (id: number) => void;
  onNew: (() => void) | null;
}

const PAGE = 25;
const GAP = 8;
const CARD_PX = 116;

export function KanbanLane(props: KanbanLaneProps) {
  const {
    table,
    stack,
    lane,
    query,
    fields,
    fieldKeys,
    sums,
    figures,
    moves,
    arranged,
    target,
    dragFrom,
    movable,
    onOpen,
    onNew,
  } = props;
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const open = dragFrom === null || dragFrom === lane.key || mayMove(table, stack, dragFrom, lane.key);
  const ofLane = useMemo(
    () => ({ ...query, filter: both(query.filter, laneCondition(stack, lane.key)) }),
    [query, stack, lane.key],
  );
  const found = useRows(ws, table.key, ofLane, fieldKeys, PAGE);
  const rows = useMemo(() => withMoves(found.rows, lane.key, moves), [found.rows, lane.key, moves]);
  const cards = useMemo(() => rows.map((row) => row.id), [rows]);
  const { setNodeRef } = useDroppable({
    id: lane.key || "none",
    disabled: !open,
    data: { lane: lane.key, card: null, cards },
  });
  const gone = [...moves.values()].filter((move) => move.from === lane.key).length;
  const come = [...moves.values()].filter((move) => move.to === lane.key).length;
  const counted = figures?.values.count ?? found.count ?? 0;
  const count = Math.max(0, Number(counted) - gone + come);

  const windowed = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX + GAP,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 4,
  });
  const items = windowed.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  const { hasMore, more } = found;
  useEffect(() => {
    if (hasMore && last >= rows.length - 5) more();
  }, [hasMore, last, rows.length, more]);

  return (
    <section
      id={`lane-${lane.key || "none"}`}
      ref={setNodeRef}
      className="gz-lane"
      data-over={target !== null && dragFrom !== lane.key}
      data-closed={!open}
      aria-label={t("table.lane", { label: lane.label, count })}
    >
      <header className="gz-lane-head">
        <span className={`gz-chip ${colorClass(lane.color)}`}>{lane.label}</span>
        <span className="gz-lane-count gz-tabular">{count}</span>
        {onNew && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={`${t("table.newRecord", { table: table.label })}：${lane.label}`}
            onClick={onNew}
          />
        )}
      </header>
      {sums.length > 0 && (
        <div className="gz-lane-sums">
          {sums.map((field) => (
            <span key={field.key} title={field.label} className="gz-tabular">
              <span className="gz-muted">{field.label} </span>
              <FieldValue field={field} value={String(figures?.values[`sum_${field.key}`] ?? "0")} />
              <Missing count={figures?.errors?.[`sum_${field.key}`] ?? 0} />
            </span>
          ))}
        </div>
      )}
      <div ref={scroller} className="gz-lane-cards">
        {found.isPending && <Waiting rows={4} />}
        {found.error ? <p className="gz-lane-none">{String((found.error as Error).message)}</p> : null}
        {!found.isPending && rows.length === 0 && (
          <div className="gz-lane-none">
            {t("table.laneEmpty")}
            {movable && <div>{t("table.laneEmptyHint")}</div>}
          </div>
        )}
        <div style={{ position: "relative", height: windowed.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <div
                key={item.key}
                ref={windowed.measureElement}
                data-index={item.index}
                className="gz-lane-slot"
                data-drop={target?.spot?.card === row.id ? target.spot.side : undefined}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <KanbanCard
                  table={table}
                  row={row}
                  fields={fields}
                  lane={lane.key}
                  cards={arranged && open ? cards : null}
                  movable={movable && !moves.has(row.id)}
                  onOpen={onOpen}
                />
              </div>
            ) : null;
          })}
        </div>
      </div>
    </section>
  );
}

/** How many rows a sum leaves out because their values are errors. */
function Missing({ count }: { count: number }) {
  const { t } = useTranslation();
  return count > 0 ? <LeftOut count={count} text={t("dashboard.leftOut", { count })} /> : null;
}

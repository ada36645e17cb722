/** A board: lanes by the view's stacking field, cards that move between them. */
import { DndContext, type DragEndEvent, DragOverlay, type DragStartEvent } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { aggregateQuery } from "../api/records";
import type { Field, Row, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { isWritable } from "../fields";
import { Failure } from "../ui/Failure";
import { useTitleOf } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import { cardFields } from "../views/cardFields";
import { MoveForm } from "../views/MoveForm";
import type { ViewProps } from "../views/props";
import { useMoves } from "../views/useMoves";
import { collisions, type Target, targetOf, type Under, useBoardSensors } from "./drag";
import { CardBody } from "./KanbanCard";
import { KanbanLane } from "./KanbanLane";
import "./kanban.css";
import { isThere, lanePlaces, lanesOf, mayMove, stackField } from "./lanes";

export function KanbanView(props: ViewProps) {
  const { t } = useTranslation();
  const stack = stackField(props.table, props.view);
  return stack ? <Board {...props} stack={stack} /> : <div className="gz-nothing">{t("table.noStack")}</div>;
}

/** The labels of the fields that a board is sorted by. */
function sortedBy(table: Table, sort: string): string {
  const labels = sort.split(",").map((part) => {
    const key = part.trim().replace(/^-/, "");
    return table.fields.find((field) => field.key === key)?.label ?? key;
  });
  return labels.join("、");
}

interface InHand {
  row: Row;
  lane: string;
}

function Board({ table, view, query, control, stack, onOpen, onNew }: ViewProps & { stack: Field }) {
  const { key: ws, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const sensors = useBoardSensors();
  const [inHand, setInHand] = useState<InHand | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const arranged = table.allowed.edit && query.order !== null;
  const places = useMemo(
    () => lanePlaces(table, stack, t("table.noValue"), query.order),
    [table, stack, t, query.order],
  );
  const { moves, wanting, move, cancel } = useMoves(ws, table, places);
  const writable = table.allowed.edit && isWritable(stack);
  const movable = writable || arranged;

  const sums = useMemo(() => {
    const keys = view?.settings.sum ?? [];
    return keys.flatMap((key) => table.fields.find((field) => field.key === key) ?? []);
  }, [view, table]);
  const fields = useMemo(() => {
    const found = cardFields(table, view, 4);
    const figures = found.figures.filter((field) => field.key !== stack.key);
    return { chip: found.chip?.key === stack.key ? null : found.chip, figures };
  }, [table, view, stack.key]);
  const fieldKeys = useMemo(
    () => [
      ...new Set([
        table.primary,
        stack.key,
        ...(fields.chip ? [fields.chip.key] : []),
        ...fields.figures.map((f) => f.key),
      ]),
    ],
    [table.primary, stack.key, fields],
  );
  const figures = useQuery(
    aggregateQuery(ws, table.key, {
      group_by: [stack.key],
      measures: [{ op: "count" }, ...sums.map((field) => ({ op: "sum" as const, field: field.key }))],
      filter: query.filter,
      q: query.q || null,
    }),
  );
  if (figures.isPending) return <Waiting rows={10} />;
  if (figures.isError && !figures.data)
    return <Failure error={figures.error} retry={() => figures.refetch()} />;
  const lanes = lanesOf(stack, figures.data ?? [], t("table.noValue"));
  const said = (over: { data: { current?: unknown } }): { lane: string; place: number } => {
    const { lane, card, cards } = over.data.current as Under;
    const label = lanes.find((one) => one.key === lane)?.label ?? "";
    return { lane: label, place: card === null ? 0 : cards.indexOf(card) + 1 };
  };
  const sort = query.sort ? sortedBy(table, query.sort) : null;
  const titleIn = (data: unknown) => titleOf(table, (data as InHand | undefined)?.row.values ?? {});

  const start = ({ active }: DragStartEvent) =>
    setInHand((active.data.current as InHand | undefined) ?? null);
  const follow = (event: Parameters<typeof targetOf>[0]) => {
    const next = targetOf(event);
    setTarget((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
  };
  const drop = () => {
    setInHand(null);
    setTarget(null);
  };
  const end = (event: DragEndEvent) => {
    drop();
    const from = event.active.data.current as InHand | undefined;
    const to = targetOf(event);
    if (!from || !to || !event.over) return;
    const { cards } = event.over.data.current as Under;
    const spot = arranged ? to.spot : null;
    const within = from.lane === to.lane && spot !== null && !isThere(cards, from.row.id, spot);
    if (within || mayMove(table, stack, from.lane, to.lane))
      void move({ row: from.row, from: from.lane, to: to.lane, spot });
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collisions}
      onDragStart={start}
      onDragMove={follow}
      onDragOver={follow}
      onDragEnd={end}
      onDragCancel={drop}
      accessibility={{
        announcements: {
          onDragStart: ({ active }) => t("table.announcePick", { card: titleIn(active.data.current) }),
          onDragOver: ({ over }) => (over ? t("table.announceOver", said(over)) : undefined),
          onDragEnd: ({ over }) => (over ? t("table.announceDrop", said(over)) : t("table.announceCancel")),
          onDragCancel: () => t("table.announceCancel"),
        },
        screenReaderInstructions: { draggable: t("table.dragHandle") },
      }}
    >
      {sort && table.allowed.edit && (
        <p className="gz-board-sorted">
          {t("table.arrangedOff", { fields: sort })}
          {control.state.sort && !view?.sort && (
            <Button type="link" size="small" onClick={() => control.change({ sort: null })}>
              {t("table.arrangeAgain")}
            </Button>
          )}
        </p>
      )}
      <div className="gz-board">
        {lanes.map((lane) => (
          <KanbanLane
            key={lane.key}
            table={table}
            stack={stack}
            lane={lane}
            query={query}
            fields={fields}
            fieldKeys={fieldKeys}
            sums={sums}
            figures={figures.data?.find((row) => String(row.group[stack.key] ?? "") === lane.key) ?? null}
            moves={moves}
            arranged={arranged}
            target={target?.lane === lane.key ? target : null}
            dragFrom={inHand?.lane ?? null}
            movable={movable}
            onOpen={onOpen}
            onNew={onNew ? () => onNew(writable && lane.key ? { [stack.key]: lane.key } : {}) : null}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {inHand && (
          <div className="gz-kanban-card gz-kanban-lifted">
            <CardBody table={table} row={inHand.row} fields={fields} />
          </div>
        )}
      </DragOverlay>
      {wanting && (
        <MoveForm
          table={table}
          wanting={wanting}
          label={lanes.find((lane) => lane.key === wanting.move.to)?.label ?? ""}
          context={contextOf(table.key)}
          onSave={(values) => move(wanting.move, values)}
          onCancel={cancel}
        />
      )}
    </DndContext>
  );
}

/** A board: lanes by the view's stacking field, cards that move between them. */
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  pointerWithin,
  rectIntersection,
} from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { aggregateQuery } from "../api/records";
import type { Field, Row } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { isWritable } from "../fields";
import { Failure } from "../ui/Failure";
import { useTitleOf } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import { cardFields } from "../views/cardFields";
import type { ViewProps } from "../views/props";
import { useBoardSensors } from "./drag";
import { CardBody } from "./KanbanCard";
import { KanbanLane } from "./KanbanLane";
import "./kanban.css";
import { lanesOf, mayMove, NO_VALUE, stackField } from "./lanes";
import { MoveForm } from "./MoveForm";
import { useMoves } from "./useMoves";

export function KanbanView(props: ViewProps) {
  const { t } = useTranslation();
  const stack = stackField(props.table, props.view);
  return stack ? <Board {...props} stack={stack} /> : <div className="gz-nothing">{t("table.noStack")}</div>;
}

interface InHand {
  row: Row;
  lane: string;
}

const laneKey = (id: string | number): string => (id === "none" ? NO_VALUE : String(id));

function Board({ table, view, query, stack, onOpen, onNew }: ViewProps & { stack: Field }) {
  const { key: ws, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const sensors = useBoardSensors();
  const [inHand, setInHand] = useState<InHand | null>(null);
  const { moves, wanting, move, cancel } = useMoves(ws, table, stack);
  const movable = table.allowed.edit && isWritable(stack);

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
  const labelOf = (id: string | number | undefined) =>
    lanes.find((lane) => lane.key === laneKey(id ?? ""))?.label ?? "";
  const titleIn = (data: unknown) => titleOf(table, (data as InHand | undefined)?.row.values ?? {});

  const start = ({ active }: DragStartEvent) =>
    setInHand((active.data.current as InHand | undefined) ?? null);
  const end = ({ active, over }: DragEndEvent) => {
    setInHand(null);
    const from = active.data.current as InHand | undefined;
    if (!from || !over) return;
    const to = laneKey(over.id);
    if (mayMove(table, stack, from.lane, to)) void move({ row: from.row, from: from.lane, to });
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={(args) => {
        const under = pointerWithin(args);
        return under.length > 0 ? under : rectIntersection(args);
      }}
      onDragStart={start}
      onDragEnd={end}
      onDragCancel={() => setInHand(null)}
      accessibility={{
        announcements: {
          onDragStart: ({ active }) => t("table.announcePick", { card: titleIn(active.data.current) }),
          onDragOver: ({ over }) => (over ? t("table.announceOver", { lane: labelOf(over.id) }) : undefined),
          onDragEnd: ({ over }) =>
            over ? t("table.announceDrop", { lane: labelOf(over.id) }) : t("table.announceCancel"),
          onDragCancel: () => t("table.announceCancel"),
        },
        screenReaderInstructions: { draggable: t("table.dragHandle") },
      }}
    >
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
            dragFrom={inHand?.lane ?? null}
            movable={movable}
            onOpen={onOpen}
            onNew={onNew ? () => onNew(movable && lane.key ? { [stack.key]: lane.key } : {}) : null}
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

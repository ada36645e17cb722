/** A card of the board. */
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Row, Table } from "../api/types";
import { paintClass } from "../fields/palette";
import { useLit } from "../live/lit";
import { FieldValue, useTitleOf } from "../ui/FieldValue";
import { isMasked, Masked } from "../ui/Masked";
import type { CardFields } from "../views/cardFields";

interface CardBodyProps {
  table: Table;
  row: Row;
  fields: CardFields;
}

export function CardBody({ table, row, fields }: CardBodyProps) {
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const filled = fields.figures.filter((field) => {
    const value = row.values[field.key];
    if (isMasked(row, field)) return true;
    return (
      value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)
    );
  });
  return (
    <>
      <div className="gz-kanban-title">{titleOf(table, row.values) || t("record.untitled")}</div>
      {fields.chip && row.values[fields.chip.key] ? (
        <div className="gz-kanban-value">
          <FieldValue field={fields.chip} value={row.values[fields.chip.key]} />
        </div>
      ) : null}
      {filled.map((field) => (
        <div key={field.key} className="gz-kanban-line">
          <span className="gz-kanban-label">{field.label}</span>
          <span className="gz-kanban-value gz-tabular">
            <FieldValue field={field} value={row.values[field.key]} empty={<Masked field={field} />} />
          </span>
        </div>
      ))}
    </>
  );
}

interface KanbanCardProps extends CardBodyProps {
  lane: string;
  /** The cards of the lane from the top; null where they are not put beside each other. */
  cards: readonly number[] | null;
  movable: boolean;
  onOpen: (id: number) => void;
}

export function KanbanCard({ table, row, fields, lane, cards, movable, onOpen }: KanbanCardProps) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: row.id,
    disabled: !movable,
    data: { row, lane },
  });
  const { setNodeRef: setTarget } = useDroppable({
    id: `card-${row.id}`,
    disabled: cards === null,
    data: { lane, card: row.id, cards: cards ?? [] },
  });
  const setNode = useCallback(
    (node: HTMLElement | null) => {
      setNodeRef(node);
      setTarget(node);
    },
    [setNodeRef, setTarget],
  );
  const lit = useLit(table.key, row.id);
  return (
    <div
      {...listeners}
      ref={setNode}
      role="button"
      tabIndex={0}
      aria-describedby={movable ? attributes["aria-describedby"] : undefined}
      className={`gz-kanban-card${lit ? " gz-lit" : ""}${paintClass(row.color)}`}
      data-dragging={isDragging}
      data-movable={movable}
      onClick={() => onOpen(row.id)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !isDragging && event.target === event.currentTarget) {
          onOpen(row.id);
          event.stopPropagation();
          return;
        }
        (listeners?.onKeyDown as ((e: typeof event) => void) | undefined)?.(event);
      }}
    >
      <CardBody table={table} row={row} fields={fields} />
    </div>
  );
}

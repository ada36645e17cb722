/** Rows that are put into another order by dragging, or by the keyboard on their grip. */
import { HolderOutlined } from "@ant-design/icons";
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import type { ReactNode } from "react";
import "./inputs.css";

interface SortableProps {
  /** Identities in their order. */
  ids: readonly string[];
  onOrder: (ids: string[], moved: string) => void;
  children: ReactNode;
}

export function Sortable({ ids, onOrder, children }: SortableProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => {
        const from = ids.indexOf(String(active.id));
        const to = ids.indexOf(String(over?.id));
        if (from >= 0 && to >= 0 && from !== to) onOrder(arrayMove([...ids], from, to), String(active.id));
      }}
    >
      <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

interface SortableLineProps {
  id: string;
  /** The row's cells, given the grip by which it is moved. */
  children: (grip: (label: string) => ReactNode) => ReactNode;
}

/** A row of a table that is put elsewhere by a grip in one of its cells. */
export function SortableLine({ id, children }: SortableLineProps) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id });
  const grip = (label: string) => (
    <button
      type="button"
      className="gz-plain-button gz-sortable-grip"
      {...attributes}
      {...listeners}
      aria-label={label}
    >
      <HolderOutlined aria-hidden />
    </button>
  );
  return (
    <tr
      ref={setNodeRef}
      data-dragging={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {children(grip)}
    </tr>
  );
}

interface SortableRowProps {
  id: string;
  /** What the grip says to those who cannot see it. */
  label: string;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
}

export function SortableRow({ id, label, disabled = false, className = "", children }: SortableRowProps) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id,
    disabled,
  });
  return (
    <div
      ref={setNodeRef}
      className={`gz-sortable-row ${className}`}
      data-dragging={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {!disabled && (
        <button
          type="button"
          className="gz-plain-button gz-sortable-grip"
          {...attributes}
          {...listeners}
          aria-label={label}
        >
          <HolderOutlined aria-hidden />
        </button>
      )}
      {children}
    </div>
  );
}

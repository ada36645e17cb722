/** Steps one after the other, with places to put new ones between them. Dragging moves within the list. */
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useBuilding } from "./building";
import { InsertStep } from "./InsertStep";
import { StepCard } from "./StepCard";
import { moved, type StepNode } from "./steps";

interface StepListProps {
  /** The loop or way that the steps belong to; null: the automation itself. */
  owner: string | null;
  steps: readonly StepNode[];
  /** The table of the record that they speak of. */
  table: string;
  looped: boolean;
  /** What stands before their numbers: "2." */
  prefix: string;
}

export function StepList({ owner, steps, table, looped, prefix }: StepListProps) {
  const { t } = useTranslation();
  const { change } = useBuilding();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (id: string | number) => `${prefix}${steps.findIndex((step) => step.id === id) + 1}`;
  return (
    <div className="gz-flow-list">
      {steps.length === 0 && owner === null && (
        <div className="gz-flow-empty">
          <strong>{t("automations.noSteps")}</strong>
          <span className="gz-muted">{t("automations.noStepsHint")}</span>
        </div>
      )}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{
          announcements: {
            onDragStart: ({ active }) => t("automations.announcePick", { at: placeOf(active.id) }),
            onDragOver: ({ over }) =>
              over ? t("automations.announceOver", { at: placeOf(over.id) }) : undefined,
            onDragEnd: ({ over }) =>
              over
                ? t("automations.announceDrop", { at: placeOf(over.id) })
                : t("automations.announceCancel"),
            onDragCancel: () => t("automations.announceCancel"),
          },
          screenReaderInstructions: { draggable: t("automations.dragHint") },
        }}
        onDragEnd={({ active, over }) => {
          if (over && over.id !== active.id)
            change((old) => moved(old, String(active.id), { over: String(over.id) }));
        }}
      >
        <SortableContext items={steps.map((step) => step.id)} strategy={verticalListSortingStrategy}>
          {steps.map((step, at) => (
            <Fragment key={step.id}>
              {at > 0 && <InsertStep owner={owner} at={at} last={false} />}
              <StepCard
                node={step}
                number={`${prefix}${at + 1}`}
                first={at === 0}
                last={at === steps.length - 1}
                table={table}
                looped={looped}
              />
            </Fragment>
          ))}
        </SortableContext>
      </DndContext>
      <InsertStep owner={owner} at={steps.length} last />
    </div>
  );
}

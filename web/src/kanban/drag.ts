/** Drag and drop of the board behind one door: mouse, touch (press and hold) and keyboard. */
import {
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";

/** Left and right go from lane to lane; within a lane there is nothing to choose. */
const laneByLane: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const step = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
  if (step === 0) return undefined;
  event.preventDefault();
  const lanes = context.droppableContainers
    .getEnabled()
    .map((lane) => ({ id: lane.id, rect: context.droppableRects.get(lane.id) }))
    .filter((lane) => lane.rect !== undefined)
    .sort((a, b) => (a.rect?.left ?? 0) - (b.rect?.left ?? 0));
  const now = context.over?.id ?? context.active?.data.current?.lane;
  const at = lanes.findIndex((lane) => lane.id === now);
  const next = lanes[at + step];
  if (!next?.rect) return currentCoordinates;
  document.getElementById(`lane-${next.id}`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
  return { x: next.rect.left + 8, y: next.rect.top + 56 };
};

export function useBoardSensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: laneByLane,
      keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] },
    }),
  );
}

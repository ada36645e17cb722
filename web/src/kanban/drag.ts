/** Drag and drop of the board behind one door: mouse, touch (press and hold) and keyboard. */
import {
  type ClientRect,
  type CollisionDetection,
  type DragMoveEvent,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import type { Spot } from "../views/useMoves";

/** What is known of a lane or a card that something is dragged over; a lane has no card. */
export interface Under {
  lane: string;
  card: number | null;
  /** The cards of the lane from the top. */
  cards: readonly number[];
}

export interface Target {
  lane: string;
  spot: Spot | null;
}

const underOf = (one: { data: { current?: unknown } }): Under => one.data.current as Under;
const middle = (rect: { top: number; height: number }): number => rect.top + rect.height / 2;

/** The lane under the pointer, and in it the card whose middle is nearest. */
export const collisions: CollisionDetection = (args) => {
  const lanes = args.droppableContainers.filter((one) => underOf(one).card === null);
  const inLanes = { ...args, droppableContainers: lanes };
  const pointed = pointerWithin(inLanes);
  const [lane] = pointed.length > 0 ? pointed : rectIntersection(inLanes);
  if (!lane) return [];
  const wanted = lanes.find((one) => one.id === lane.id);
  const center = middle(args.collisionRect);
  let nearest: { card: DroppableContainer; distance: number } | null = null;
  for (const card of args.droppableContainers) {
    const { card: id, lane: own } = underOf(card);
    const rect = args.droppableRects.get(card.id);
    if (id === null || !rect || !wanted || own !== underOf(wanted).lane || id === args.active.id) continue;
    const distance = Math.abs(middle(rect) - center);
    if (!nearest || distance < nearest.distance) nearest = { card, distance };
  }
  return nearest ? [{ id: nearest.card.id, data: { droppableContainer: nearest.card } }] : [lane];
};

/** Where a card that is dragged would go. */
export function targetOf({ active, over }: Pick<DragMoveEvent, "active" | "over">): Target | null {
  if (!over) return null;
  const { lane, card } = underOf(over);
  const dragged = active.rect.current.translated;
  if (card === null || !dragged) return { lane, spot: null };
  return { lane, spot: { card, side: middle(dragged) > middle(over.rect) ? "after" : "before" } };
}

/** Left and right go from lane to lane, up and down from card to card. */
const step: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const across = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
  const along = event.code === "ArrowDown" ? 1 : event.code === "ArrowUp" ? -1 : 0;
  if (across === 0 && along === 0) return undefined;
  event.preventDefault();
  const placed = (wanted: (under: Under) => boolean) =>
    context.droppableContainers.getEnabled().flatMap((one) => {
      const rect = context.droppableRects.get(one.id);
      return rect && wanted(underOf(one)) ? [{ ...underOf(one), id: one.id, rect }] : [];
    });
  const lane = context.over
    ? underOf(context.over).lane
    : (context.active?.data.current as Under | undefined)?.lane;
  if (across !== 0) {
    const lanes = placed((under) => under.card === null).sort((a, b) => a.rect.left - b.rect.left);
    const next = lanes[lanes.findIndex((one) => one.lane === lane) + across];
    if (!next) return currentCoordinates;
    document.getElementById(`lane-${next.id}`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
    return { x: next.rect.left + 8, y: next.rect.top + 40 };
  }
  const height = context.collisionRect?.height ?? 0;
  const center = currentCoordinates.y + height / 2;
  const cards = placed(
    (under) => under.card !== null && under.card !== context.active?.id && under.lane === lane,
  );
  const beyond = cards
    .filter(({ rect }) => (middle(rect) - center) * along > 1)
    .sort((a, b) => (middle(a.rect) - middle(b.rect)) * along)[0];
  return beyond
    ? { x: currentCoordinates.x, y: beside(beyond.rect, along) - height / 2 }
    : currentCoordinates;
};

const beside = (rect: ClientRect, along: number): number => middle(rect) + 2 * along;

export function useBoardSensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: step,
      keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] },
    }),
  );
}

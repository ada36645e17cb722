import { describe, expect, it } from "vitest";
import { field, option, table, view } from "../testing/schema";
import { isThere, laneCondition, lanesOf, mayMove, stackField, withMoves } from "./lanes";

const stage = field("stage", "state", {
  options: [option("new"), option("open"), option("won"), option("old", { archived: true })],
  settings: {
    transitions: [
      { key: "t1", from: ["new"], to: "open", label: {} },
      { key: "t2", from: ["open"], to: "won", label: {} },
    ],
  },
});
const level = field("level", "option", { options: [option("a"), option("b")] });
const deals = table([field("name", "text"), stage, level]);
const row = (id: number, value: string) => ({ id, version: 1, values: { stage: value } });
const figure = (key: string | null, count: number) => ({
  group: { stage: key },
  labels: {},
  values: { count },
});

describe("lanes of a board", () => {
  it("follow the view's stacking field, else the first state or option", () => {
    expect(stackField(deals, view({ settings: { stack: "level" } }))).toBe(level);
    expect(stackField(deals, view({ settings: { stack: "name" } }))).toBe(stage);
    expect(stackField(table([field("name", "text")]), null)).toBeNull();
  });

  it("leave out archived options and empty values unless there are rows", () => {
    expect(lanesOf(stage, [], "未填写").map((lane) => lane.key)).toEqual(["new", "open", "won"]);
    expect(lanesOf(stage, [figure(null, 2), figure("old", 1)], "未填写").map((lane) => lane.key)).toEqual([
      "",
      "new",
      "open",
      "won",
      "old",
    ]);
  });

  it("ask for their rows by value, or for rows without one", () => {
    expect(laneCondition(stage, "won")).toEqual({ field: "stage", op: "=", value: "won" });
    expect(laneCondition(stage, "")).toEqual({ field: "stage", op: "empty" });
  });
});

describe("a card may move", () => {
  it.each([
    ["new", "open", true],
    ["new", "won", false],
    ["open", "won", true],
    ["won", "open", false],
    ["new", "new", false],
    ["new", "", false],
  ])("from %s to %s: %s, by the state's transitions", (from, to, expected) => {
    expect(mayMove(deals, stage, from, to)).toBe(expected);
  });

  it("anywhere along an option, and out of it when it is not required", () => {
    expect(mayMove(deals, level, "a", "b")).toBe(true);
    expect(mayMove(deals, level, "a", "")).toBe(true);
    expect(mayMove(deals, { ...level, required: true }, "a", "")).toBe(false);
  });

  it("nowhere without the right, on a read-only field, or where only an approval moves it", () => {
    const closed = table([stage], { allowed: { ...deals.allowed, edit: false } });
    expect(mayMove(closed, stage, "new", "open")).toBe(false);
    expect(mayMove(deals, { ...stage, read_only: true }, "new", "open")).toBe(false);
    expect(mayMove(deals, { ...stage, settings: { manual: false } }, "new", "open")).toBe(false);
  });
});

it("a card on its way is shown in its new lane only", () => {
  const moves = new Map([[2, { row: row(2, "new"), from: "new", to: "open", spot: null }]]);
  expect(withMoves([row(1, "new"), row(2, "new")], "new", moves).map((one) => one.id)).toEqual([1]);
  expect(withMoves([row(3, "open")], "open", moves).map((one) => one.id)).toEqual([2, 3]);
});

it("a card that was put beside another one is shown there, in its own lane too", () => {
  const put = (from: string, card: number, side: "before" | "after") =>
    new Map([[2, { row: row(2, from), from, to: "open", spot: { card, side } }]]);
  const ids = (moves: ReturnType<typeof put>) =>
    withMoves([row(1, "open"), row(2, "open"), row(3, "open")], "open", moves).map((one) => one.id);
  expect(ids(put("new", 3, "after"))).toEqual([1, 3, 2]);
  expect(ids(put("open", 1, "before"))).toEqual([2, 1, 3]);
  expect(ids(put("open", 9, "before"))).toEqual([2, 1, 3]);
});

it.each([
  [{ card: 1, side: "after" }, true],
  [{ card: 3, side: "before" }, true],
  [{ card: 2, side: "after" }, true],
  [{ card: 3, side: "after" }, false],
  [{ card: 1, side: "before" }, false],
] as const)("the second of three cards beside %j stands where it stood: %s", (spot, expected) => {
  expect(isThere([1, 2, 3], 2, spot)).toBe(expected);
});

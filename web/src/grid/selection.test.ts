import { describe, expect, it } from "vitest";
import {
  all,
  at,
  clampCell,
  columnsIn,
  confine,
  contains,
  isSingle,
  jump,
  move,
  rectOf,
  sizeOf,
  step,
} from "./selection";

const BOUNDS = { lines: 1_000_000, columns: 20 };
const cell = (line: number, column: number) => ({ line, column });

describe("the selection", () => {
  it("moves with the arrows and stops at the edges", () => {
    expect(move(at(0, 0), cell(-1, 0), BOUNDS)).toEqual(at(0, 0));
    expect(move(at(5, 5), cell(1, 0), BOUNDS)).toEqual(at(6, 5));
    expect(move(at(999_999, 19), cell(1, 1), BOUNDS)).toEqual(at(999_999, 19));
  });

  it("grows with Shift while the active cell stays", () => {
    const grown = move(move(at(5, 5), cell(2, 0), BOUNDS, true), cell(0, -3), BOUNDS, true);
    expect(grown.anchor).toEqual(cell(5, 5));
    expect(rectOf(grown)).toEqual({ top: 5, bottom: 7, left: 2, right: 5 });
    expect(sizeOf(rectOf(grown))).toBe(12);
    expect(isSingle(grown)).toBe(false);
  });

  it("collapses to the active cell when moved without Shift", () => {
    const grown = move(at(5, 5), cell(3, 3), BOUNDS, true);
    expect(move(grown, cell(1, 0), BOUNDS)).toEqual(at(6, 5));
  });

  it("jumps to the edges with Ctrl", () => {
    expect(jump(at(5, 5), cell(1, 0), BOUNDS)).toEqual(at(999_999, 5));
    expect(jump(at(5, 5), cell(0, -1), BOUNDS, true).focus).toEqual(cell(5, 0));
  });

  it("goes on in the next line with Tab", () => {
    expect(step(at(0, 19), 1, BOUNDS)).toEqual(at(1, 0));
    expect(step(at(1, 0), -1, BOUNDS)).toEqual(at(0, 19));
    expect(step(at(999_999, 19), 1, BOUNDS)).toEqual(at(999_999, 19));
  });

  it("tells each row which of its columns to paint", () => {
    const rect = rectOf({ anchor: cell(7, 4), focus: cell(5, 2) });
    expect(columnsIn(rect, 6)).toEqual([2, 4]);
    expect(columnsIn(rect, 8)).toEqual([-1, -1]);
    expect(columnsIn(null, 6)).toEqual([-1, -1]);
    expect(contains(rect, cell(5, 4))).toBe(true);
    expect(contains(rect, cell(5, 5))).toBe(false);
  });

  it("stays inside a table that has shrunk", () => {
    expect(confine(at(50, 3), { lines: 10, columns: 2 })).toEqual(at(9, 1));
    expect(confine(at(5, 1), { lines: 0, columns: 2 })).toBeNull();
    const same = at(1, 1);
    expect(confine(same, BOUNDS)).toBe(same);
    expect(clampCell(cell(-5, 99), BOUNDS)).toEqual(cell(0, 19));
    expect(rectOf(all({ lines: 3, columns: 2 }))).toEqual({ top: 0, bottom: 2, left: 0, right: 1 });
  });
});

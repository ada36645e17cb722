/** What was entered while the server could not be reached. */
import { act, cleanup, fireEvent } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, Server, settled, sizeElements } from "./example.test-data";
import type { GridHandle, RowChange } from "./types";

beforeEach(sizeElements);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function enter(cell: HTMLElement, area: HTMLTextAreaElement, text: string) {
  fireEvent.mouseDown(cell, { button: 0 });
  fireEvent.mouseUp(window);
  act(() => area.focus());
  area.value = text;
  fireEvent.input(area);
  fireEvent.keyDown(area, { key: "Enter" });
}

/** A grid whose server is not there until `back` is called. */
async function cutOff() {
  const server = new Server(3);
  const ref = createRef<GridHandle>();
  const unsaved: number[] = [];
  let reachable = false;
  const onChange = async (changes: readonly RowChange[]) => {
    if (!reachable) throw new Error("连接不上服务器");
    return server.change(changes);
  };
  const mounted = await mount(server, {
    ref,
    onChange,
    onUnsaved: (count: number) => void unsaved.push(count),
  });
  const back = async () => {
    reachable = true;
    act(() => ref.current?.again());
    await settled();
    await settled();
  };
  return { server, unsaved, back, ...mounted };
}

describe("values entered while the server could not be reached", () => {
  it("are counted, stay where they were entered, and are saved once it is there again", async () => {
    const { server, area, cell, unsaved, back, baseElement } = await cutOff();
    enter(cell(0, 0), area, "断线时写的");
    await settled();
    expect(cell(0, 0).textContent).toBe("断线时写的");
    expect(unsaved.at(-1)).toBe(1);
    expect(baseElement.textContent).toContain("1 个值没有保存");
    await back();
    expect(server.value(1, "name")).toBe("断线时写的");
    expect(unsaved.at(-1)).toBe(0);
  });

  it("are not written over what somebody else put there meanwhile", async () => {
    const { server, area, cell, back, baseElement } = await cutOff();
    enter(cell(0, 0), area, "我的");
    await settled();
    server.rows = server.rows.with(0, {
      id: 1,
      version: 5,
      values: { ...server.rows[0]?.values, name: "他人的" },
    });
    await back();
    expect(server.value(1, "name")).toBe("他人的");
    fireEvent.mouseDown(cell(0, 0), { button: 0 });
    fireEvent.mouseUp(window);
    expect(baseElement.textContent).toContain("这一格刚被他人改过");
  });
});

/** What was entered while the server could not be reached. */
import { act, cleanup, fireEvent } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, Server, settled, sizeElements } from "./example.test-data";
import type { GridHandle, NewRow, RowChange, SaveResult } from "./types";
import type { Keeper, Parcel } from "./waiting";

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

/** Keeps parcels as a browser would over a reload. */
function keeping(): Keeper & { parcels: Map<string, Parcel> } {
  const parcels = new Map<string, Parcel>();
  return {
    parcels,
    load: () => [...parcels.values()].map((parcel) => ({ ...parcel, forgotten: parcel.since === 0 })),
    keep: (parcel) => {
      parcels.set(parcel.key, parcel);
      return true;
    },
    drop: (key) => void parcels.delete(key),
  };
}

/** A server that knows what it has made under which key; `reach` says whether a request, and whether its answer, arrives. */
function once(server: Server) {
  const known = new Map<string, SaveResult>();
  const line = { there: false, back: false };
  return {
    line,
    onCreate: async (rows: readonly NewRow[], key: string): Promise<SaveResult> => {
      if (!line.there) throw new Error("连接不上服务器");
      const answer = known.get(key) ?? (await server.create(rows));
      known.set(key, answer);
      if (!line.back) throw new Error("连接不上服务器");
      return answer;
    },
  };
}

async function addRow(
  cell: (line: number, column: number) => HTMLElement,
  area: HTMLTextAreaElement,
  name: string,
) {
  fireEvent.keyDown(area, { key: "Enter", shiftKey: true });
  const line = [...document.querySelectorAll(".gz-row-draft")].at(-1)?.getAttribute("data-line");
  enter(cell(Number(line), 0), area, name);
  fireEvent.mouseDown(cell(0, 0), { button: 0 });
  fireEvent.mouseUp(window);
  await settled();
}

describe("new rows entered while the server could not be reached", () => {
  async function begin(keeper: Keeper) {
    const server = new Server(1);
    const ref = createRef<GridHandle>();
    const wire = once(server);
    const unsaved: number[] = [];
    const mounted = await mount(server, {
      ref,
      keeper,
      onCreate: wire.onCreate,
      onUnsaved: (count: number) => void unsaved.push(count),
    });
    const again = async () => {
      act(() => ref.current?.again());
      await settled();
      await settled();
    };
    fireEvent.mouseDown(mounted.cell(0, 0), { button: 0 });
    fireEvent.mouseUp(window);
    act(() => mounted.area.focus());
    return { server, wire, unsaved, again, ...mounted };
  }

  it("wait, are told of, and are made once though the first answer was lost; what was changed meanwhile is saved after them", async () => {
    const keeper = keeping();
    const { server, wire, unsaved, again, area, cell, baseElement } = await begin(keeper);
    wire.line.there = true;
    await addRow(cell, area, "断线时的新行");
    expect(baseElement.textContent).toContain("1 个新行在等待发送");
    expect(baseElement.textContent).not.toContain("没有保存");
    expect(unsaved.at(-1)).toBe(0);
    expect(server.rows).toHaveLength(2);
    enter(cell(1, 2), area, "12");
    await settled();
    await again();
    expect(baseElement.textContent).toContain("1 个新行在等待发送");
    wire.line.back = true;
    await again();
    await vi.waitFor(() =>
      expect(server.rows[1]?.values).toMatchObject({ name: "断线时的新行", amount: "12" }),
    );
    expect(server.rows).toHaveLength(2);
    expect(baseElement.textContent).not.toContain("等待发送，");
    expect(keeper.parcels.size).toBe(0);
  });

  it("are there again after the page was left, and are sent at once", async () => {
    const keeper = keeping();
    const { area, cell, unmount } = await begin(keeper);
    await addRow(cell, area, "刷新前的新行");
    unmount();
    const server = new Server(1);
    const wire = once(server);
    wire.line.there = wire.line.back = true;
    await mount(server, { keeper, onCreate: wire.onCreate });
    await vi.waitFor(() => expect(keeper.parcels.size).toBe(0));
    expect(server.rows.map((row) => row.values.name)).toEqual(["机会 1", "刷新前的新行"]);
  });

  it("are left for the person to judge where they are too old to be made once only", async () => {
    const keeper = keeping();
    keeper.keep({ key: "old", since: 0, rows: [{ name: "旧行" }] });
    const { server, cell } = await begin(keeper);
    expect(cell(1, 0).textContent).toBe("旧行");
    expect(cell(1, 0).getAttribute("title")).toContain("请核对");
    expect(server.created).toEqual([]);
  });
});

import { act, cleanup, fireEvent } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, Server, settled, sizeElements } from "./example.test-data";
import { Grid } from "./Grid";
import { click, key, type } from "./hands.test-data";
import type { GridHandle } from "./types";

function paste(area: HTMLElement, text: string) {
  fireEvent.paste(area, {
    clipboardData: { getData: (kind: string) => (kind === "text/plain" ? text : "") },
  });
}

beforeEach(sizeElements);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("the grid", () => {
  it("draws only the rows in view and says how many there are", async () => {
    const { container, cell } = await mount(new Server(5000));
    expect(container.querySelectorAll("[data-line]").length).toBeLessThan(40);
    expect(container.querySelector("[role=grid]")?.getAttribute("aria-rowcount")).toBe("5001");
    expect(cell(3, 2).textContent).toBe("100.00");
    expect(container.textContent).toContain("5,000 行");
  });

  it("offers a field behind the last heading to those who may add one", async () => {
    const add = vi.fn();
    const { container, getByRole } = await mount(new Server(3), { onAddField: add });
    const heads = [...container.querySelectorAll("[role=columnheader]")];
    fireEvent.click(getByRole("button", { name: "添加字段" }));
    expect(add).toHaveBeenCalledOnce();
    expect(heads.at(-1)?.getAttribute("aria-colindex")).toBe(
      container.querySelector("[role=grid]")?.getAttribute("aria-colcount"),
    );
  });

  it("keeps the focus in the one textarea, outside the grid's role", async () => {
    const { area, cell, container } = await mount(new Server(10));
    click(cell(2, 1));
    expect(document.activeElement).toBe(area);
    expect(container.querySelector("[role=grid]")?.contains(area)).toBe(false);
    expect(cell(2, 1).getAttribute("aria-selected")).toBe("true");
    expect(area.getAttribute("aria-label")).toBe("阶段，第 3 行：谈判");
  });

  it("an input method opens the editor, composes in it, and Enter that confirms does not commit", async () => {
    const server = new Server(10);
    const { area, cell } = await mount(server);
    click(cell(1, 0));
    key(area, "Process", { keyCode: 229 });
    fireEvent.compositionStart(area);
    expect(area.className).toContain("gz-input-line");
    area.value = "ceshi";
    fireEvent.input(area, { isComposing: true });
    key(area, "Enter", { isComposing: true, keyCode: 229 });
    expect(area.className).toContain("gz-input-line");
    area.value = "测试";
    fireEvent.input(area, { isComposing: true });
    fireEvent.compositionEnd(area, { data: "测试" });
    expect(server.sent).toEqual([]);
    key(area, "Enter");
    await settled();
    expect(server.value(2, "name")).toBe("测试");
    expect(cell(1, 0).textContent).toBe("测试");
    expect(cell(2, 0).className).toContain("gz-active");
  });

  it("typing replaces the value, Escape leaves it as it was", async () => {
    const server = new Server(3);
    const { area, cell } = await mount(server);
    click(cell(0, 2));
    type(area, "7");
    key(area, "Escape");
    expect(cell(0, 2).textContent).toContain("100.00");
    type(area, "1,234.5");
    key(area, "Tab");
    await settled();
    expect(server.sent).toEqual([[{ id: 1, version: 1, values: { amount: "1234.5" } }]]);
    expect(cell(0, 2).textContent).toBe("1,234.50");
    expect(cell(0, 3).className).toContain("gz-active");
  });

  it("edits one after the other are each made on the version before", async () => {
    const server = new Server(3);
    const { area, cell } = await mount(server);
    click(cell(0, 2));
    type(area, "1");
    key(area, "Tab");
    type(area, "2");
    key(area, "Tab");
    await settled();
    expect(server.sent.map(([change]) => change?.version)).toEqual([1, 2]);
    expect(server.value(1, "discount")).toBe("2");
  });

  it("a refused value stays in its cell with the server's sentence, and can be corrected", async () => {
    const server = new Server(3);
    const { area, cell } = await mount(server);
    click(cell(0, 2));
    type(area, "-5");
    key(area, "Enter");
    await settled();
    expect(cell(0, 2).textContent).toContain("-5.00");
    expect(cell(0, 2).getAttribute("title")).toBe("金额不能小于 0");
    expect(cell(0, 2).getAttribute("aria-invalid")).toBe("true");
    click(cell(0, 2));
    type(area, "5");
    key(area, "Enter");
    await settled();
    expect(cell(0, 2).getAttribute("aria-invalid")).toBeNull();
    expect(server.value(1, "amount")).toBe("5");
  });

  it("pastes 1,234.50, 85% and 赢单, and touches nothing outside the block", async () => {
    const server = new Server(6);
    const { area, cell } = await mount(server);
    const before = structuredClone(server.rows);
    click(cell(1, 1));
    paste(area, "赢单\t1,234.50\t85%\r\n输单\t面议\t90%\r\n");
    await settled();
    expect(server.rows[1]?.values).toMatchObject({ stage: "won", amount: "1234.50", discount: "85" });
    expect(server.rows[2]?.values).toMatchObject({ stage: "lost", amount: "100.00", discount: "90" });
    for (const line of [0, 3, 4, 5]) expect(server.rows[line]).toEqual(before[line]);
    expect(server.rows[1]?.values.name).toBe("机会 2");
    expect(cell(2, 2).textContent).toContain("面议");
    expect(cell(2, 2).getAttribute("title")).toBe("“面议”不是数字");
  });

  it("one refused row of a paste does not keep the others from being saved", async () => {
    const server = new Server(4);
    const { area, cell } = await mount(server);
    click(cell(0, 2));
    paste(area, "1\n-2\n3");
    await settled();
    expect([1, 2, 3].map((id) => server.value(id, "amount"))).toEqual(["1", "100.00", "3"]);
    expect(cell(1, 2).textContent).toContain("-2.00");
  });

  it("pastes past the end into new rows, and reports columns it left out", async () => {
    const server = new Server(2);
    const notices: string[] = [];
    const { area, cell } = await mount(server, {
      onNotice: (notice) => notices.push([notice.text, ...(notice.details ?? [])].join(" ")),
    });
    click(cell(1, 0));
    paste(area, "甲\t赢单\n乙\t输单\n丙\t谈判");
    await settled();
    expect(server.rows.map((row) => row.values.name)).toEqual(["机会 1", "甲", "乙", "丙"]);
    expect(notices.at(-1)).toBe("已粘贴到 3 行，其中新增 2 行");
    click(cell(0, 3));
    paste(area, "50%\t1\t是\t\t多\t余");
    await settled();
    expect(notices.at(-1)).toContain("右侧 2 列超出表格，没有粘贴");
    expect(notices.at(-1)).toContain("不能修改的字段没有粘贴：合计");
    expect(server.value(1, "key_deal")).toBe(true);
  });

  it("asks the page to undo and redo, but takes a refused value back itself", async () => {
    const server = new Server(2);
    const asked: string[] = [];
    const note = (what: string) => async () => void asked.push(what);
    const { area, cell } = await mount(server, { onUndo: note("undo"), onRedo: note("redo") });
    click(cell(0, 2));
    type(area, "-5");
    key(area, "Enter");
    await settled();
    click(cell(0, 2));
    expect(cell(0, 2).getAttribute("aria-invalid")).toBe("true");
    key(area, "z", { ctrlKey: true });
    expect(asked).toEqual([]);
    expect(cell(0, 2).textContent).toBe("100.00");
    key(area, "z", { ctrlKey: true });
    key(area, "Z", { ctrlKey: true, shiftKey: true });
    expect(asked).toEqual(["undo", "redo"]);
  });

  it("saves beside what somebody else changed in other cells of the row", async () => {
    const server = new Server(2);
    const { area, cell } = await mount(server);
    const stored = server.rows[0];
    server.rows = server.rows.with(0, {
      id: 1,
      version: 5,
      values: { ...stored?.values, amount: "7.00" },
    });
    click(cell(0, 0));
    type(area, "我的");
    key(area, "Enter");
    await settled();
    expect(server.value(1, "name")).toBe("我的");
    expect(server.value(1, "amount")).toBe("7.00");
  });

  it("puts others' edits in place, and asks when they changed the cell that is being edited", async () => {
    const server = new Server(3);
    const handle = createRef<GridHandle>();
    const onRead = async (ids: readonly number[]) => server.rows.filter((row) => ids.includes(row.id));
    const { area, cell, baseElement } = await mount(server, { ref: handle, onRead });
    const change = (at: number, version: number, name: string) => {
      const old = server.rows[at];
      if (old) server.rows = server.rows.with(at, { ...old, version, values: { ...old.values, name } });
      act(() => handle.current?.follow([{ id: at + 1, version, kind: "update" }]));
    };
    change(2, 4, "他人的");
    await settled();
    expect(cell(2, 0).textContent).toBe("他人的");
    expect(cell(2, 0).parentElement?.className).toContain("gz-row-lit");
    click(cell(0, 0));
    type(area, "我的");
    change(0, 7, "也是他人的");
    await settled();
    key(area, "Enter");
    await settled();
    expect(server.value(1, "name")).toBe("也是他人的");
    click(cell(0, 0));
    const asked = baseElement.querySelector("[role=alert]")?.textContent;
    expect(asked).toContain("也是他人的");
    expect(asked).toContain("我的");
  });

  it("keeps the active cell on its record when other rows come: searched, filtered, or moved by others", async () => {
    const server = new Server(10);
    const handle = createRef<GridHandle>();
    const { area, cell, rerender } = await mount(server, { ref: handle });
    const activeName = () => area.getAttribute("aria-label");
    click(cell(6, 0));
    type(area, "还没写完");
    const kept = server.rows.slice(4);
    const source = (version: number, rows: () => typeof kept) => ({
      version,
      count: null,
      fetch: async (offset: number, limit: number) => ({
        records: rows().slice(offset, offset + limit),
        count: rows().length,
      }),
    });
    const again = (version: number, rows: () => typeof kept) => (
      <Grid {...server.props()} ref={handle} source={source(version, rows)} />
    );
    rerender(again(2, () => server.rows.slice(4)));
    await settled();
    expect(server.value(7, "name")).toBe("还没写完");
    expect(cell(2, 0).className).toContain("gz-active");
    expect(activeName()).toBe("名称，第 3 行：还没写完");
    rerender(again(3, () => server.rows.filter((row) => row.id < 3)));
    await settled();
    expect(area.closest(".gz-grid")?.querySelector(".gz-active")).toBeNull();
    rerender(again(4, () => server.rows));
    await settled();
    expect(cell(6, 0).className).toContain("gz-active");
    server.rows = server.rows.slice(3);
    act(() => handle.current?.refresh());
    await settled();
    expect(cell(3, 0).className).toContain("gz-active");
    expect(activeName()).toBe("名称，第 4 行：还没写完");
    server.rows = server.rows.filter((row) => row.id !== 7);
    act(() => handle.current?.refresh());
    await settled();
    expect(area.closest(".gz-grid")?.querySelector(".gz-active")).toBeNull();
  });

  it("shows a conflict instead of overwriting, and saves mine only when asked to", async () => {
    const server = new Server(2);
    const { area, cell, baseElement } = await mount(server);
    server.rows = server.rows.with(0, {
      id: 1,
      version: 5,
      values: { ...server.rows[0]?.values, name: "他人的" },
    });
    click(cell(0, 0));
    type(area, "我的");
    key(area, "Enter");
    await settled();
    expect(server.value(1, "name")).toBe("他人的");
    click(cell(0, 0));
    const mine = [...baseElement.querySelectorAll("button")].find(
      (button) => button.textContent === "改为我的",
    );
    if (!mine) throw new Error("no button");
    fireEvent.click(mine);
    await settled();
    expect(server.value(1, "name")).toBe("我的");
  });

  it("Space ticks a box, Delete empties, a computed cell is left alone", async () => {
    const server = new Server(2);
    const { area, cell } = await mount(server, { onNotice: () => undefined });
    click(cell(0, 5));
    key(area, " ");
    await settled();
    expect(server.value(1, "key_deal")).toBe(true);
    click(cell(0, 2));
    key(area, "Delete");
    await settled();
    expect(server.value(1, "amount")).toBeNull();
    click(cell(0, 4));
    type(area, "5");
    key(area, "Delete");
    await settled();
    expect(server.value(1, "total")).toBe("100.00");
    expect(area.value).toBe("");
  });

  it("copies a range as text that spreadsheets read", async () => {
    const { area, cell } = await mount(new Server(3));
    click(cell(0, 0));
    click(cell(1, 2), { shiftKey: true });
    const data = new Map<string, string>();
    fireEvent.copy(area, {
      clipboardData: { setData: (kind: string, text: string) => data.set(kind, text) },
    });
    expect(data.get("text/plain")).toBe("机会 1\t谈判\t100.00\r\n机会 2\t谈判\t100.00");
    expect(data.get("text/html")).toContain(">100.00</td>");
  });

  it("picks an option by typing part of its label", async () => {
    const server = new Server(2);
    const { area, cell, baseElement } = await mount(server);
    click(cell(0, 1));
    type(area, "赢");
    expect(baseElement.querySelectorAll("[role=option]").length).toBe(1);
    key(area, "Enter");
    await settled();
    expect(server.value(1, "stage")).toBe("won");
  });
});

import { cleanup, fireEvent } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, Server, settled, sizeElements } from "./example.test-data";
import { click, key, type } from "./hands.test-data";

beforeEach(sizeElements);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("what hands that know a spreadsheet expect", () => {
  it("typing over a cell and an arrow goes on to the next one; after F2 the arrow moves in the text", async () => {
    const server = new Server(3);
    const { area, cell } = await mount(server);
    click(cell(0, 2));
    type(area, "5");
    key(area, "ArrowDown");
    expect(cell(1, 2).className).toContain("gz-active");
    type(area, "6");
    key(area, "F2");
    key(area, "ArrowDown");
    expect(cell(1, 2).className).toContain("gz-active");
    key(area, "Enter");
    await settled();
    expect([1, 2].map((id) => server.value(id, "amount"))).toEqual(["5", "6"]);
  });

  it("Enter after a run of Tab goes to the next line, where the run began", async () => {
    const { area, cell } = await mount(new Server(3));
    click(cell(0, 2));
    type(area, "5");
    key(area, "Tab");
    type(area, "6");
    key(area, "Enter");
    await settled();
    expect(cell(1, 2).className).toContain("gz-active");
  });

  it("Ctrl+Enter puts what was typed into every selected cell, Ctrl+D and Ctrl+R fill it", async () => {
    const server = new Server(4);
    const { area, cell } = await mount(server);
    click(cell(0, 2));
    click(cell(1, 3), { shiftKey: true });
    type(area, "7");
    key(area, "Enter", { ctrlKey: true });
    await settled();
    const both = (id: number) => [server.value(id, "amount"), server.value(id, "discount")];
    expect([both(1), both(2), both(3)]).toEqual([
      ["7", "7"],
      ["7", "7"],
      ["100.00", null],
    ]);
    click(cell(2, 2));
    key(area, "d", { ctrlKey: true });
    await settled();
    click(cell(2, 3), { shiftKey: true });
    key(area, "r", { ctrlKey: true });
    await settled();
    expect(both(3)).toEqual(["7", "7.00"]);
    expect(both(4)).toEqual(["100.00", null]);
  });

  it("the right button opens a menu for the selected cells, and selects a cell outside them first", async () => {
    const server = new Server(4);
    const onDelete = vi.fn(async (ids: readonly number[]) => ({ deleted: ids }));
    const { cell, getByRole, getByText } = await mount(server, { canDelete: true, onDelete });
    click(cell(0, 2));
    click(cell(1, 2), { shiftKey: true });
    fireEvent.contextMenu(cell(1, 2));
    expect(getByRole("menu", { name: "单元格菜单" })).toBeTruthy();
    fireEvent.click(getByText("清除内容"));
    await settled();
    expect([1, 2, 3].map((id) => server.value(id, "amount"))).toEqual([null, null, "100.00"]);
    fireEvent.contextMenu(cell(3, 0));
    fireEvent.click(getByText("删除 1 行"));
    await settled();
    expect(onDelete).toHaveBeenCalledExactlyOnceWith([4]);
  });
});

import { act, cleanup, fireEvent } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, Server, settled, sizeElements } from "./example.test-data";

const PEN = { button: 0 };

function click(element: HTMLElement, more = {}) {
  fireEvent.mouseDown(element, { ...PEN, ...more });
  fireEvent.mouseUp(window);
}

function key(area: HTMLElement, name: string, more = {}) {
  fireEvent.keyDown(area, { key: name, ...more });
}

function type(area: HTMLTextAreaElement, text: string) {
  act(() => area.focus());
  area.value = text;
  fireEvent.input(area);
}

beforeEach(sizeElements);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("rows", () => {
  it("a new row is saved when it is left, and stays with its problem when it is refused", async () => {
    const server = new Server(1);
    const { area, cell } = await mount(server);
    click(cell(0, 0));
    key(area, "Enter", { shiftKey: true });
    click(cell(1, 2));
    type(area, "8");
    key(area, "Enter", { shiftKey: true });
    await settled();
    expect(server.rows).toHaveLength(1);
    expect(cell(1, 0).getAttribute("title")).toBe("名称必填");
    click(cell(1, 0));
    type(area, "补上");
    key(area, "Enter", { shiftKey: true });
    await settled();
    expect(server.rows[1]?.values).toMatchObject({ name: "补上", amount: "8" });
  });

  it("a new row nobody filled in vanishes", async () => {
    const server = new Server(1);
    const { area, cell, container } = await mount(server);
    click(cell(0, 0));
    key(area, "Enter", { shiftKey: true });
    expect(container.querySelector('[data-line="1"] [data-col="0"]')).not.toBeNull();
    click(cell(0, 0));
    await settled();
    expect(server.created).toEqual([]);
    expect(container.querySelector('[data-line="1"] [data-col="0"]')).toBeNull();
  });

  it("an edited row is read again only after it is left", async () => {
    const server = new Server(3);
    const { area, cell } = await mount(server);
    click(cell(0, 1));
    type(area, "赢");
    key(area, "Tab");
    key(area, "ArrowRight");
    await settled();
    server.rows = server.rows.filter((row) => row.values.stage !== "won");
    key(area, "ArrowLeft");
    await settled();
    expect(cell(0, 0).textContent).toBe("机会 1");
    key(area, "ArrowDown");
    await settled();
    expect(cell(0, 0).textContent).toBe("机会 2");
  });
});

import { cleanup, fireEvent } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, Server, settled, sizeElements } from "./example.test-data";
import { click, key, type } from "./hands.test-data";

const PEN = { button: 0 };

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

  it("offers no line for a new row before it is known where the rows end", async () => {
    const server = new Server(3);
    const source = { version: 1, count: null, fetch: () => new Promise<never>(() => undefined) };
    const { container } = await mount(server, { source });
    expect(container.querySelector(".gz-row-add")).toBeNull();
    expect(container.querySelectorAll(".gz-bones").length).toBeGreaterThan(5);
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

  it("offers the options that a row has, and a new row begins with what it is told to", async () => {
    const server = new Server(2);
    server.rows = server.rows.with(1, {
      id: 2,
      version: 1,
      values: { name: "小单", stage: "talk", amount: "5.00" },
    });
    const { area, cell, container } = await mount(server, {
      start: { amount: "5.00" },
      fieldFor: (field, valueAt) =>
        field.key === "stage" && valueAt("amount") === "5.00"
          ? { ...field, options: field.options.filter((option) => option.key !== "won") }
          : field,
    });
    const offered = () => [...container.ownerDocument.querySelectorAll(".gz-pick [role=option]")].length;
    const open = (line: number) => {
      click(cell(line, 1));
      key(area, "Enter");
      const count = offered();
      key(area, "Escape");
      return count;
    };
    const all = open(0);
    expect(open(1)).toBe(all - 1);
    key(area, "Enter", { shiftKey: true });
    expect(open(2)).toBe(all - 1);
  });

  it("stand where they are put by hand, and the selection goes along", async () => {
    const server = new Server(4);
    const names = () => server.rows.map((row) => row.id).join("");
    const onArrange = async (id: number, side: "before" | "after", other: number) => {
      const moved = server.rows.filter((row) => row.id === id);
      const rest = server.rows.filter((row) => row.id !== id);
      const at = rest.findIndex((row) => row.id === other) + (side === "after" ? 1 : 0);
      server.rows = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
    };
    const { area, cell, container } = await mount(server, { onArrange });
    const handle = (line: number) => container.querySelector(`[data-line="${line}"] [data-act=lift]`);
    click(cell(1, 0));
    key(area, "ArrowDown", { altKey: true, shiftKey: true });
    key(area, "ArrowDown", { altKey: true, shiftKey: true });
    await settled();
    expect(names()).toBe("1342");
    expect(cell(3, 0).textContent).toBe("机会 2");
    expect(container.querySelector(".gz-row-active")?.getAttribute("data-line")).toBe("3");
    const lift = handle(0);
    if (!lift) throw new Error("no handle");
    fireEvent.mouseDown(lift, PEN);
    fireEvent.mouseMove(window, { clientX: 10, clientY: 34 + 2 * 32 + 9 });
    expect(container.querySelector("[data-drop=below]")?.getAttribute("data-line")).toBe("2");
    fireEvent.mouseUp(window);
    await settled();
    expect(names()).toBe("3412");
    expect(cell(2, 0).textContent).toBe("机会 1");
  });

  it("have no handle where something else orders them", async () => {
    const { container } = await mount(new Server(2));
    expect(container.querySelector("[data-act=lift]")).toBeNull();
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

import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Table } from "../api/types";

const viewport = vi.hoisted(() => ({ phone: false }));
vi.mock("../app/viewport", () => ({ useIsPhone: () => viewport.phone }));
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));

import { NewButton } from "./NewButton";

const options = ["person", "company"].map((key) => ({ key, label: key, color: "gray", archived: false }));
const table = (allowed: string[]) =>
  ({
    label: "客户",
    fields: [{ key: "sort", label: "类别", options }],
    record_types: { field: "sort", allowed },
  }) as unknown as Table;

afterEach(cleanup);

describe("the button that makes a record", () => {
  it("asks for the type first on a phone, where there are several", async () => {
    viewport.phone = true;
    const onNew = vi.fn();
    render(<NewButton table={table(["person", "company"])} onNew={onNew} />);
    fireEvent.click(screen.getByRole("button", { name: "table.newRecord" }));
    expect(onNew).not.toHaveBeenCalled();
    fireEvent.click(await screen.findByRole("menuitem", { name: "company" }));
    expect(onNew).toHaveBeenCalledExactlyOnceWith({ sort: "company" });
  });

  it("asks nothing on a phone where one type alone may be given", () => {
    viewport.phone = true;
    const onNew = vi.fn();
    render(<NewButton table={table(["person"])} onNew={onNew} />);
    fireEvent.click(screen.getByRole("button", { name: "table.newRecord" }));
    expect(onNew).toHaveBeenCalledExactlyOnceWith();
  });
});

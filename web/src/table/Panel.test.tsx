import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Panel } from "./Panel";

afterEach(cleanup);

function panel() {
  render(
    <>
      <Panel icon={null} label="筛选" count={0} phone={false}>
        <input aria-label="first" />
        <button type="button">last</button>
      </Panel>
      <textarea aria-label="grid" />
    </>,
  );
  return screen.getByRole("button", { name: "筛选" });
}

describe("what a button of the toolbar opens", () => {
  it("takes the focus when it is opened by key, keeps it going round, and gives it back on Escape", async () => {
    const button = panel();
    button.focus();
    fireEvent.click(button, { detail: 0 });
    const first = await screen.findByLabelText("first");
    await waitFor(() => expect(document.activeElement).toBe(first));
    const last = screen.getByRole("button", { name: "last" });
    last.focus();
    fireEvent.keyDown(last, { key: "Tab" });
    expect(document.activeElement).toBe(first);
    fireEvent.keyDown(first, { key: "Tab", shiftKey: true });
    expect(document.activeElement).toBe(last);
    fireEvent.keyDown(last, { key: "Escape" });
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  it("leaves the focus alone when it is clicked open", async () => {
    const button = panel();
    screen.getByLabelText("grid").focus();
    fireEvent.click(button, { detail: 1 });
    await screen.findByLabelText("first");
    expect(document.activeElement).toBe(screen.getByLabelText("grid"));
  });
});

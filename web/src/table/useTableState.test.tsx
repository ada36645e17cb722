import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { lazy, Suspense } from "react";
import { createBrowserRouter, Link, RouterProvider, useParams } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SearchBox } from "./SearchBox";
import { useTableState } from "./useTableState";

let loaded: () => void = () => undefined;

function page() {
  const Board = lazy(async () => {
    await new Promise<void>((resolve) => {
      loaded = resolve;
    });
    return { default: () => <p>看板</p> };
  });
  return function Page() {
    const { view } = useParams();
    const { state, change } = useTableState("crm", "deals");
    return (
      <>
        <Link to="/w/crm/t/deals/board">去看板</Link>
        <SearchBox value={state.q} label="搜索" onSearch={(q) => change({ q }, true)} />
        <button type="button" onClick={() => change({ sort: "-total" })}>
          排序
        </button>
        <Suspense>{view === "board" ? <Board /> : <p>表格</p>}</Suspense>
      </>
    );
  };
}

const address = () => decodeURIComponent(window.location.pathname + window.location.search);
const wait = () => act(async () => void (await vi.advanceTimersByTimeAsync(1000)));

beforeEach(() => {
  vi.useFakeTimers();
  window.history.replaceState(null, "", "/w/crm/t/deals");
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("the state of a table page", () => {
  it("keeps what is typed while another view still loads, for that view", async () => {
    const Page = page();
    render(
      <RouterProvider
        router={createBrowserRouter([{ path: "/w/:ws/t/:table/:view?", element: <Page /> }])}
      />,
    );
    await wait();
    const box = screen.getByRole<HTMLInputElement>("searchbox");
    fireEvent.click(screen.getByText("去看板"));
    await wait();
    expect(screen.queryByText("看板")).toBeNull();
    fireEvent.change(box, { target: { value: "远航" } });
    await wait();
    fireEvent.change(box, { target: { value: "远航商贸" } });
    await wait();
    fireEvent.click(screen.getByText("排序"));
    await wait();
    expect(address()).toBe("/w/crm/t/deals/board?sort=-total&q=远航商贸");
    loaded();
    await wait();
    expect(screen.getByText("看板")).toBeTruthy();
    expect(box.value).toBe("远航商贸");
    expect(address()).toBe("/w/crm/t/deals/board?sort=-total&q=远航商贸");
  });
});

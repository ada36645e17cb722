import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SearchBox } from "./SearchBox";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function box() {
  const onSearch = vi.fn();
  render(<SearchBox value="" label="搜索" onSearch={onSearch} />);
  return { onSearch, input: screen.getByRole("searchbox") };
}

const wait = () => act(() => vi.advanceTimersByTime(1000));

describe("the search box", () => {
  it("searches nothing while a word is being composed", () => {
    const { onSearch, input } = box();
    fireEvent.compositionStart(input);
    fireEvent.change(input, { target: { value: "ce'shi" } });
    wait();
    expect(onSearch).not.toHaveBeenCalled();
    fireEvent.change(input, { target: { value: "测试" } });
    fireEvent.compositionEnd(input);
    wait();
    expect(onSearch.mock.calls).toEqual([["测试"]]);
  });

  it("is where Ctrl+F goes; pressed there again the key is the browser's", () => {
    const { input } = box();
    expect(fireEvent.keyDown(document.body, { key: "f", ctrlKey: true })).toBe(false);
    expect(document.activeElement).toBe(input);
    expect(fireEvent.keyDown(input, { key: "f", ctrlKey: true })).toBe(true);
  });

  it("waits for a pause in typing and searches once", () => {
    const { onSearch, input } = box();
    for (const value of ["a", "ab", "abc "]) fireEvent.change(input, { target: { value } });
    wait();
    expect(onSearch.mock.calls).toEqual([["abc"]]);
  });

  it("keeps what is typed when answers to earlier searches come in late", () => {
    const onSearch = vi.fn();
    const at = (value: string) => <SearchBox value={value} label="搜索" onSearch={onSearch} />;
    const { rerender } = render(at(""));
    const input = screen.getByRole<HTMLInputElement>("searchbox");
    for (const value of ["a", "ab"]) {
      fireEvent.change(input, { target: { value } });
      wait();
    }
    rerender(at("a"));
    expect(input.value).toBe("ab");
    fireEvent.change(input, { target: { value: "abc" } });
    rerender(at("ab"));
    expect(input.value).toBe("abc");
    wait();
    expect(onSearch.mock.calls).toEqual([["a"], ["ab"], ["abc"]]);
    rerender(at("abc"));
    rerender(at(""));
    expect(input.value).toBe("");
  });

  it("searches at once on Enter and clears on Escape", () => {
    const { onSearch, input } = box();
    fireEvent.change(input, { target: { value: "x" } });
    fireEvent.keyDown(input, { key: "Enter" });
    act(() => vi.advanceTimersByTime(1));
    fireEvent.keyDown(input, { key: "Escape" });
    act(() => vi.advanceTimersByTime(1));
    expect(onSearch.mock.calls).toEqual([["x"], [""]]);
  });
});

/** Mouse and keyboard over a grid, as tests move them. */
import { act, fireEvent } from "@testing-library/react";

const PEN = { button: 0 };

export function click(element: HTMLElement, more = {}): void {
  fireEvent.mouseDown(element, { ...PEN, ...more });
  fireEvent.mouseUp(window);
}

export function key(area: HTMLElement, name: string, more = {}): void {
  fireEvent.keyDown(area, { key: name, ...more });
}

/** Types a text into the cell that is chosen. */
export function type(area: HTMLTextAreaElement, text: string): void {
  act(() => area.focus());
  area.value = text;
  fireEvent.input(area);
}

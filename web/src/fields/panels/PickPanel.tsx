/** A list to pick from, under the cell. The grid's textarea is its search box, so an input method works in it as anywhere. */
import { type ReactNode, useEffect, useRef } from "react";
import { say } from "../say";
import type { Locale } from "../schema";
import type { PanelProps } from "../types";
import { usePickList } from "./usePickList";

export interface PickItem {
  readonly key: string;
  readonly label: string;
  readonly content: ReactNode;
}

interface PickPanelProps {
  readonly items: readonly PickItem[];
  readonly chosen: readonly PickItem[];
  readonly several: boolean;
  readonly query: string;
  readonly locale: Locale;
  readonly loading?: boolean;
  readonly failed?: string | null;
  readonly clearable: boolean;
  readonly takeKeys: PanelProps["takeKeys"];
  readonly onPick: (item: PickItem) => void;
  readonly onDrop: (key: string) => void;
  readonly onClear: () => void;
}

export function PickPanel(props: PickPanelProps) {
  const { items, chosen, several, query, locale } = props;
  const chosenKeys = new Set(chosen.map((item) => item.key));
  const list = usePickList({
    size: items.length,
    start: several ? 0 : items.findIndex((item) => chosenKeys.has(item.key)),
    several,
    query,
    takeKeys: props.takeKeys,
    onPick: (index) => {
      const item = items[index];
      if (item) props.onPick(item);
    },
    onDropLast: () => {
      const last = chosen.at(-1);
      if (last) props.onDrop(last.key);
    },
  });
  const pointed = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the pointer through the list
  useEffect(() => {
    pointed.current?.scrollIntoView?.({ block: "nearest" });
  }, [list.at]);

  return (
    <div
      className="gz-pick"
      role="listbox"
      aria-multiselectable={several}
      tabIndex={0}
      aria-label={say(locale, "选择", "Choices")}
    >
      {several && chosen.length > 0 ? (
        <div className="gz-pick-chosen">
          {chosen.map((item) => (
            <button
              key={item.key}
              type="button"
              tabIndex={-1}
              className="gz-pick-remove"
              title={say(locale, `移除 ${item.label}`, `Remove ${item.label}`)}
              onClick={() => props.onDrop(item.key)}
            >
              {item.content}
            </button>
          ))}
        </div>
      ) : null}
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys come from the grid's textarea
        <div
          key={item.key}
          ref={index === list.at ? pointed : undefined}
          className="gz-pick-item"
          role="option"
          tabIndex={-1}
          data-at={index === list.at}
          aria-selected={chosenKeys.has(item.key)}
          onMouseMove={() => index !== list.at && list.point(index)}
          onClick={() => props.onPick(item)}
        >
          <span className="gz-pick-label">{item.content}</span>
          {chosenKeys.has(item.key) ? <span className="gz-pick-tick">✓</span> : null}
        </div>
      ))}
      <PickNote {...props} />
      {props.clearable && chosen.length > 0 && query === "" ? (
        <button
          type="button"
          tabIndex={-1}
          className="gz-pick-item gz-pick-clear gz-plain"
          onClick={props.onClear}
        >
          {say(locale, "清空", "Clear")}
        </button>
      ) : null}
    </div>
  );
}

function PickNote({ items, query, loading, failed, locale }: PickPanelProps) {
  if (failed) return <div className="gz-pick-note">{failed}</div>;
  if (items.length > 0) return null;
  if (loading) return <div className="gz-pick-note">{say(locale, "正在查找…", "Searching…")}</div>;
  const text = query
    ? say(locale, `没有与“${query}”相符的选择`, `Nothing matches “${query}”`)
    : say(locale, "没有可选的内容", "Nothing to choose");
  return <div className="gz-pick-note">{text}</div>;
}

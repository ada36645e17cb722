/** A search box that waits for the input method: nothing is searched while a word is being composed. Ctrl+F goes there. */
import { SearchOutlined } from "@ant-design/icons";
import { Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { isDialogOpen, isDrawerOpen } from "../ui/covering";

interface SearchBoxProps {
  value: string;
  label: string;
  onSearch: (text: string) => void;
  autoFocus?: boolean;
}

const PAUSE_MS = 300;

export function SearchBox({ value, label, onSearch, autoFocus }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const composing = useRef(false);
  /** What was searched and has not come back as the value yet: the page may show an answer later than the next one is asked. */
  const asked = useRef<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ value, onSearch });
  latest.current = { value, onSearch };

  useEffect(() => {
    const place = asked.current.lastIndexOf(value);
    asked.current = asked.current.slice(place + 1);
    // An echo of what was typed changes nothing, nor does anything under the hands of who is typing.
    if (place >= 0 || composing.current || timer.current !== undefined) return;
    asked.current = [];
    setText((now) => (now.trim() === value ? now : value));
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const box = useRef<InputRef>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      const own = box.current?.input;
      // Pressed again in the box, over a form or a dialog, the key is the browser's.
      if (event.altKey || !own || document.activeElement === own) return;
      if (isDialogOpen() || isDrawerOpen()) return;
      event.preventDefault();
      box.current?.focus({ cursor: "all" });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const hold = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const send = (next: string, at: number) => {
    hold();
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const trimmed = next.trim();
      if (trimmed === (asked.current.at(-1) ?? latest.current.value)) return;
      asked.current.push(trimmed);
      latest.current.onSearch(trimmed);
    }, at);
  };

  return (
    <Input
      ref={box}
      className="gz-search"
      type="search"
      allowClear
      autoFocus={autoFocus ?? false}
      prefix={<SearchOutlined aria-hidden style={{ color: "var(--gz-text-3)" }} />}
      placeholder={label}
      aria-label={label}
      value={text}
      onCompositionStart={() => {
        composing.current = true;
        hold();
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        send(event.currentTarget.value, PAUSE_MS);
      }}
      onChange={(event) => {
        setText(event.target.value);
        if (!composing.current) send(event.target.value, event.target.value === "" ? 0 : PAUSE_MS);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) send(event.currentTarget.value, 0);
        if (event.key === "Escape" && !event.nativeEvent.isComposing && text !== "") {
          setText("");
          send("", 0);
        }
      }}
    />
  );
}

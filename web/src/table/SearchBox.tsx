/** A search box that waits for the input method: nothing is searched while a word is being composed. */
import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";

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
  const sent = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (next: string, at: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const trimmed = next.trim();
      if (trimmed === sent.current) return;
      sent.current = trimmed;
      onSearch(trimmed);
    }, at);
  };

  return (
    <Input
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
        clearTimeout(timer.current);
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

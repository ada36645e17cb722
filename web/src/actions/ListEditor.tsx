/** Things in an order: added at the end, moved by arrows, taken out. What is half-typed in one survives the moves of others. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface ListEditorProps<T> {
  items: readonly T[];
  /** What the button says that adds one. */
  add: string;
  blank: () => T;
  /** What one is called: "第 2 步". */
  name: (at: number) => string;
  children: (item: T, at: number, put: (item: T) => void) => ReactNode;
  onChange: (items: T[]) => void;
}

export function ListEditor<T>({ items, add, blank, name, children, onChange }: ListEditorProps<T>) {
  const { t } = useTranslation();
  const next = useRef(items.length);
  const [ids, setIds] = useState<readonly number[]>(() => items.map((_, at) => at));
  const swap = (at: number, other: number) => {
    const swapped = <E,>(list: readonly E[]): E[] => {
      const copy = [...list];
      copy.splice(other, 0, ...copy.splice(at, 1));
      return copy;
    };
    setIds(swapped(ids));
    onChange(swapped(items));
  };
  return (
    <div className="gz-list-editor">
      {items.map((item, at) => (
        <section key={ids[at] ?? `new${at}`} className="gz-list-item" aria-label={name(at)}>
          <header>
            <strong>{name(at)}</strong>
            <span className="gz-settings-space" />
            {items.length > 1 && (
              <>
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowUpOutlined aria-hidden />}
                  aria-label={`${t("automations.moveUp")} ${name(at)}`}
                  disabled={at === 0}
                  onClick={() => swap(at, at - 1)}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowDownOutlined aria-hidden />}
                  aria-label={`${t("automations.moveDown")} ${name(at)}`}
                  disabled={at === items.length - 1}
                  onClick={() => swap(at, at + 1)}
                />
              </>
            )}
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={`${t("automations.remove")} ${name(at)}`}
              onClick={() => {
                setIds(ids.toSpliced(at, 1));
                onChange(items.toSpliced(at, 1));
              }}
            />
          </header>
          {children(item, at, (changed) => onChange(items.with(at, changed)))}
        </section>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          setIds([...ids, next.current++]);
          onChange([...items, blank()]);
        }}
      >
        {add}
      </Button>
    </div>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: a group inside a menu is no fieldset
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: an item with `on` is a menuitemcheckbox, which is checked
/** A small menu: opened by mouse, touch or keyboard, closed by choosing, Escape or a click elsewhere. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { type Anchor, Popup } from "./Popup";

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly on?: boolean;
  readonly danger?: boolean;
  readonly act: () => void;
}

interface MenuProps {
  readonly anchor: Anchor | null;
  readonly label: string;
  /** Groups of items, a line between them. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly note?: string | null;
  readonly align?: "start" | "end";
  readonly onClose: () => void;
}

export function Menu({ anchor, label, groups, note, align, onClose }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus({ preventScroll: true });
  }, []);
  function onKeyDown(event: KeyboardEvent) {
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) items[(at + step + items.length) % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const filled = groups.filter((group) => group.length > 0);
  return (
    <Popup anchor={anchor} align={align} onOutside={onClose}>
      <div ref={list} className="gz-menu" role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
        {note ? <div className="gz-menu-note">{note}</div> : null}
        {filled.map((group) => (
          <div key={group[0]?.key} className="gz-menu-group" role="group">
            {group.map((item) => (
              <button
                key={item.key}
                type="button"
                role={item.on === undefined ? "menuitem" : "menuitemcheckbox"}
                aria-checked={item.on}
                tabIndex={-1}
                className={item.danger ? "gz-menu-item gz-menu-danger" : "gz-menu-item"}
                onClick={() => {
                  onClose();
                  item.act();
                }}
              >
                <span className="gz-menu-label">{item.label}</span>
                {item.on ? (
                  <span className="gz-pick-tick">✓</span>
                ) : item.hint ? (
                  <span className="gz-menu-hint">{item.hint}</span>
                ) : null}
              </button>
            ))}
          </div>
        ))}
      </div>
    </Popup>
  );
}

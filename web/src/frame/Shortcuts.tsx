/** Ctrl+/: what keys do, on one sheet. */
import { Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import "./shortcuts.css";

const OPEN = "gezi:shortcuts";

/** Shows the sheet from anywhere in the frame. */
export const openShortcuts = (): boolean => window.dispatchEvent(new CustomEvent(OPEN));

/** Keys of one line are tried one for the other; "+" joins those that are pressed together. */
const GROUPS = {
  everywhere: { search: "Ctrl+K", find: "Ctrl+F", undo: "Ctrl+Z", redo: "Ctrl+Y", open: "Ctrl+/" },
  moving: {
    move: "← ↑ → ↓",
    jump: "Ctrl+←→↑↓",
    extend: "Shift+←→↑↓",
    page: "PageUp PageDown",
    all: "Ctrl+A",
    headMenu: "Alt+↓",
  },
  entering: {
    type: "A…Z",
    edit: "F2 Enter",
    next: "Tab Enter",
    break: "Alt+Enter",
    everywhere: "Ctrl+Enter",
    today: "Ctrl+;",
    cancel: "Esc",
    clear: "Delete",
    tick: "Space",
  },
  editing: {
    clipboard: "Ctrl+X Ctrl+C Ctrl+V",
    fillDown: "Ctrl+D",
    fillRight: "Ctrl+R",
    cellMenu: "Shift+F10",
  },
  rows: { record: "Ctrl+Enter", addRow: "Shift+Enter", carry: "Alt+Shift+↑↓" },
} as const;

const isMac = (): boolean => /Mac|iP(hone|ad)/.test(navigator.userAgent);

export function Shortcuts() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    window.addEventListener(OPEN, show);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener(OPEN, show);
      window.removeEventListener("keydown", onKey);
    };
  }, []);
  const named = (keys: string) => (isMac() ? keys.replaceAll("Ctrl", "⌘").replaceAll("Alt", "⌥") : keys);
  return (
    <Modal
      open={open}
      destroyOnHidden
      footer={null}
      width={860}
      title={t("keys.title")}
      onCancel={() => setOpen(false)}
    >
      <div className="gz-shortcuts">
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <section key={group}>
            <h3>{t(`keys.groups.${group}`)}</h3>
            <dl>
              {Object.entries(GROUPS[group]).map(([what, keys]) => (
                <div key={what}>
                  <dt>
                    {named(keys)
                      .split(" ")
                      .map((one) => (
                        <kbd key={one}>{one}</kbd>
                      ))}
                  </dt>
                  <dd>{t(`keys.${what}` as "keys.open")}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

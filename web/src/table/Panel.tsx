/** A button of the toolbar and what it opens. Opened by keyboard the focus goes into it; Escape brings the focus back. */
import { Button, Popover } from "antd";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";

interface PanelProps {
  icon: ReactNode;
  label: string;
  count: number;
  note?: string | null;
  phone: boolean;
  /** Opens it from elsewhere, whenever this is another object. */
  asked?: object | null;
  onClosed?: () => void;
  children: ReactNode | ((close: () => void) => ReactNode);
}

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

const stopsOf = (dialog: HTMLElement | null): HTMLElement[] =>
  [...(dialog?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter((each) => each.tabIndex >= 0);

export function Panel({ icon, label, count, note, phone, asked, onClosed, children }: PanelProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dialog = useRef<HTMLDivElement>(null);
  /** Whether it was opened by key: a click leaves the focus alone, on a phone it would bring up the keyboard. */
  const byKey = useRef(false);
  const escaped = useRef(false);

  const enter = useCallback(() => {
    const into = dialog.current;
    if (!into || !byKey.current || into.contains(document.activeElement)) return;
    (stopsOf(into)[0] ?? into).focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  const turn = (next: boolean) => {
    setOpen(next);
    // Whoever clicks elsewhere means to be there: only Escape leads back.
    if (!next && escaped.current) button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Escape") {
      // As long as this key is being dealt with: what it closes may be a list inside, and a click come later.
      escaped.current = true;
      setTimeout(() => {
        escaped.current = false;
      });
    }
    if (event.key !== "Tab" || !dialog.current?.contains(event.target as Node)) return;
    // It stands at the end of the document: the focus goes around in it, or it would be lost behind it.
    const stops = stopsOf(dialog.current);
    const [first, last] = [stops[0], stops.at(-1)];
    const leaving = event.shiftKey ? [first, dialog.current] : [last];
    if (!leaving.includes(event.target as HTMLElement)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
  return (
    <Popover
      open={open}
      onOpenChange={turn}
      afterOpenChange={(now) => {
        if (!now) onClosed?.();
        if (now)
          enter(); // where it could not take the focus while it was being placed
        else if (document.activeElement === document.body && byKey.current) button.current?.focus();
      }}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        <div role="dialog" aria-label={label} tabIndex={-1} ref={dialog} onKeyDown={onKeyDown}>
          <Arrival tell={enter} />
          {note && <p className="gz-muted gz-popover-note">{note}</p>}
          {typeof children === "function" ? children(() => setOpen(false)) : children}
        </div>
      }
    >
      <Button
        ref={button}
        type="text"
        icon={icon}
        className={count > 0 ? "gz-tool-active" : ""}
        aria-label={count > 0 ? `${label} (${count})` : label}
        aria-haspopup="dialog"
        aria-expanded={open}
        // Before the popover hears of the click: it opens at once.
        onClickCapture={(event) => {
          byKey.current = event.detail === 0;
        }}
      >
        {phone ? null : label}
        {count > 0 && <span className="gz-tool-count">{count}</span>}
      </Button>
    </Popover>
  );
}

/** Tells once what stands around it is in the document. */
function Arrival({ tell }: { tell: () => void }) {
  useEffect(tell, [tell]);
  return null;
}

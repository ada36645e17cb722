/** Ctrl+K: the search over everything, above whatever page one is on. */
import { Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchPanel } from "./SearchPanel";

const OPEN = "gezi:search";
const MOST = 30;

/** Opens the palette from anywhere in the frame. */
export const openPalette = (): boolean => window.dispatchEvent(new CustomEvent(OPEN));

export function Palette() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    window.addEventListener(OPEN, show);
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener(OPEN, show);
      window.removeEventListener("keydown", onKey, true);
    };
  }, []);
  return (
    <Modal
      open={open}
      destroyOnHidden
      footer={null}
      closable={false}
      width={680}
      className="gz-palette"
      aria-label={t("search.label")}
      style={{ top: 72 }}
      onCancel={() => setOpen(false)}
    >
      <SearchPanel initial="" limit={MOST} onOpened={() => setOpen(false)} />
    </Modal>
  );
}

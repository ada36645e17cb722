/** What the toolbar has no room for on a phone: entries of its "more" menu that open the same forms in a drawer. */
import { BgColorsOutlined, EyeInvisibleOutlined, SettingOutlined } from "@ant-design/icons";
import { Drawer, type MenuProps } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Table, View } from "../api/types";
import { ColorsForm } from "./ColorsForm";
import { FieldsForm } from "./FieldsForm";
import { hasLook, LookForm } from "./LookForm";
import type { PersonalControl } from "./personal";

const KINDS = ["fields", "look", "colors"] as const;
/** Other entries of the menu have keys too. */
const PREFIX = "panel-";
type Kind = (typeof KINDS)[number];
const ICONS: Readonly<Record<Kind, ReactNode>> = {
  fields: <EyeInvisibleOutlined aria-hidden />,
  look: <SettingOutlined aria-hidden />,
  colors: <BgColorsOutlined aria-hidden />,
};

interface PhonePanels {
  items: NonNullable<MenuProps["items"]>;
  /** Opens what an entry stands for; false when it is none of these. */
  act: (key: string) => boolean;
  drawer: ReactNode;
}

export function usePhonePanels(table: Table, view: View | null, personal: PersonalControl): PhonePanels {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind | null>(null);
  const close = () => setKind(null);
  const has: Readonly<Record<Kind, boolean>> = {
    fields: !view || view.type === "grid",
    look: hasLook(view),
    colors: view !== null && view.type !== "pivot",
  };
  const shown = KINDS.filter((one) => has[one]);
  return {
    items: shown.map((one) => ({ key: PREFIX + one, icon: ICONS[one], label: t(`table.${one}`) })),
    act: (key) => {
      const wanted = shown.find((one) => PREFIX + one === key) ?? null;
      if (wanted) setKind(wanted);
      return wanted !== null;
    },
    drawer: (
      <Drawer
        open={kind !== null && has[kind]}
        title={kind && t(`table.${kind}`)}
        placement="bottom"
        size="80vh"
        className="gz-phone-panel"
        destroyOnHidden
        onClose={close}
      >
        {kind === "fields" && <FieldsForm table={table} view={view} control={personal} />}
        {kind === "look" && hasLook(view) && (
          <LookForm key={view.key} table={table} view={view} onClose={close} />
        )}
        {kind === "colors" && view && <ColorsForm key={view.key} table={table} view={view} onClose={close} />}
      </Drawer>
    ),
  };
}

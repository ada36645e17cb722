/** The head of an editor of what people define: its name, whether it is on, saving, and what else can be done with it. */
import { LeftOutlined, MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, type MenuProps, Switch, Tag } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useWorkspace } from "../app/workspace";
import { renamed, type Said } from "./document";

interface DefinitionHeadProps {
  back: { to: string; label: string };
  label: Said;
  placeholder: string;
  /** What is wrong with the name. */
  problem: string | null;
  dirty: boolean;
  saving: boolean;
  /** What is there already; null while it is being made. */
  saved: { name: string; on: boolean; template: boolean; changed: boolean } | null;
  marks?: ReactNode;
  menu: NonNullable<MenuProps["items"]>;
  meta: ReactNode;
  onLabel: (label: Said) => void;
  onSwitch: (on: boolean) => void;
  onSave: () => void;
  onMenu: (key: string) => void;
}

export function DefinitionHead({
  back,
  label,
  placeholder,
  problem,
  dirty,
  saving,
  saved,
  marks,
  menu,
  meta,
  onLabel,
  onSwitch,
  onSave,
  onMenu,
}: DefinitionHeadProps) {
  const { locale } = useWorkspace().display;
  const { t } = useTranslation();
  return (
    <>
      <Link className="gz-record-back" to={back.to}>
        <LeftOutlined aria-hidden /> {back.label}
      </Link>
      <div className="gz-flow-top">
        <Input
          className="gz-flow-title"
          variant="borderless"
          aria-label={t("automations.name")}
          placeholder={placeholder}
          maxLength={200}
          status={problem ? "error" : ""}
          value={label[locale]}
          onChange={(event) => onLabel(renamed(label, locale, event.target.value))}
        />
        <span className="gz-flow-state">
          {saved?.template && (
            <Tag color="blue">
              {t(saved.changed ? "automations.changedFromTemplate" : "automations.fromTemplate")}
            </Tag>
          )}
          {marks}
          {saved && (
            <Switch
              checked={saved.on}
              checkedChildren={t("automations.on")}
              unCheckedChildren={t("automations.off")}
              aria-label={t("automations.switch", { name: saved.name })}
              onChange={onSwitch}
            />
          )}
          <Button type="primary" disabled={!dirty} loading={saving} onClick={onSave}>
            {t("automations.save")}
          </Button>
          {saved && (
            <Dropdown trigger={["click"]} menu={{ items: menu, onClick: ({ key }) => onMenu(key) }}>
              <Button
                type="text"
                icon={<MoreOutlined aria-hidden />}
                aria-label={t("automations.more", { name: saved.name })}
              />
            </Dropdown>
          )}
        </span>
      </div>
      {problem && (
        <p className="gz-flow-warning" role="alert">
          {problem}
        </p>
      )}
      {meta && (
        <p className="gz-muted gz-flow-meta">
          {meta}
          {saved && dirty && <strong> · {t("automations.unsaved")}</strong>}
        </p>
      )}
    </>
  );
}

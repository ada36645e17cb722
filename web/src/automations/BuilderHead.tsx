/** Name, state and saving of an automation. */
import { DeleteOutlined, LeftOutlined, MoreOutlined, UndoOutlined } from "@ant-design/icons";
import { Alert, Button, Dropdown, Input, Switch, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AutomationInFull } from "../api/automations";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import type { Said } from "./document";
import type { Draft } from "./draft";
import type { Steering } from "./useSteering";

interface BuilderHeadProps {
  automation: AutomationInFull | null;
  draft: Draft;
  dirty: boolean;
  saving: boolean;
  problem: string | null;
  steering: Steering;
  onChange: (part: Partial<Draft>) => void;
  onSave: () => void;
  onGone: () => void;
}

/** A name in the reader's language; who has only ever written one means it for both. */
export function renamed(label: Said, locale: "zh-CN" | "en", text: string): Said {
  return label["zh-CN"] === label.en ? { "zh-CN": text, en: text } : { ...label, [locale]: text };
}

const PAUSES = { "automation.no_owner": "no_owner", "automation.too_often": "too_often" } as const;

export function BuilderHead({
  automation,
  draft,
  dirty,
  saving,
  problem,
  steering,
  onChange,
  onSave,
  onGone,
}: BuilderHeadProps) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { locale } = display;
  const on = automation ? automation.enabled && automation.paused === null : false;
  const paused = automation?.paused;
  const runsAs = automation?.owner
    ? t("automations.runsAs", { name: automation.owner.label })
    : t("automations.runsAsEngine");
  const items = [
    ...(automation?.template
      ? [{ key: "reset", icon: <UndoOutlined aria-hidden />, label: t("automations.reset") }]
      : []),
    { key: "remove", icon: <DeleteOutlined aria-hidden />, label: t("automations.remove"), danger: true },
  ];
  return (
    <>
      <Link className="gz-record-back" to={settingsAddress(ws, "automations")}>
        <LeftOutlined aria-hidden /> {t("automations.back")}
      </Link>
      <div className="gz-flow-top">
        <Input
          className="gz-flow-title"
          variant="borderless"
          aria-label={t("automations.name")}
          placeholder={t("automations.nameHere")}
          maxLength={200}
          status={problem ? "error" : ""}
          value={draft.label[locale]}
          onChange={(event) => onChange({ label: renamed(draft.label, locale, event.target.value) })}
        />
        <span className="gz-flow-state">
          {automation?.template && (
            <Tag color="blue">
              {t(automation.changed ? "automations.changedFromTemplate" : "automations.fromTemplate")}
            </Tag>
          )}
          {automation?.shadow && <Tag color="purple">{t("automations.shadow")}</Tag>}
          {draft.demo && (
            <Tooltip title={t("automations.demoHint")}>
              <Tag>{t("automations.demo")}</Tag>
            </Tooltip>
          )}
          {automation && (
            <Switch
              checked={on}
              checkedChildren={t("automations.on")}
              unCheckedChildren={t("automations.off")}
              aria-label={t("automations.switch", { name: automation.label })}
              onChange={(enabled) => void steering.toggle(automation, enabled)}
            />
          )}
          <Button type="primary" disabled={!dirty} loading={saving} onClick={onSave}>
            {t("automations.save")}
          </Button>
          {automation && (
            <Dropdown
              trigger={["click"]}
              menu={{
                items,
                onClick: ({ key }) =>
                  key === "reset"
                    ? steering.reset(automation, () => {})
                    : steering.remove(automation, onGone),
              }}
            >
              <Button
                type="text"
                icon={<MoreOutlined aria-hidden />}
                aria-label={t("automations.more", { name: automation.label })}
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
      {automation && (
        <p className="gz-muted gz-flow-meta">
          {t("automations.version", { version: automation.version })} · {runsAs}
          {dirty && <strong> · {t("automations.unsaved")}</strong>}
        </p>
      )}
      {paused && (
        <Alert
          type="error"
          showIcon
          title={t("automations.pausedWhy", {
            why: t(`automations.pauses.${PAUSES[paused as keyof typeof PAUSES] ?? "other"}`),
          })}
        />
      )}
    </>
  );
}

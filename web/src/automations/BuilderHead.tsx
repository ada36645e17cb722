/** Name, state and saving of an automation. */
import { DeleteOutlined, UndoOutlined } from "@ant-design/icons";
import { Alert, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { AutomationInFull } from "../api/automations";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { DefinitionHead } from "./DefinitionHead";
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

const PAUSES = {
  "automation.no_owner": "no_owner",
  "automation.no_right": "no_right",
  "automation.not_read": "not_read",
  "automation.too_often": "too_often",
} as const;

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
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const on = automation ? automation.enabled && automation.paused === null : false;
  const paused = automation?.paused;
  const runsAs = automation?.owner
    ? t("automations.runsAs", { name: automation.owner.label })
    : t("automations.runsAsEngine");
  const menu = [
    ...(automation?.template
      ? [{ key: "reset", icon: <UndoOutlined aria-hidden />, label: t("automations.reset") }]
      : []),
    { key: "remove", icon: <DeleteOutlined aria-hidden />, label: t("automations.remove"), danger: true },
  ];
  return (
    <>
      <DefinitionHead
        back={{ to: settingsAddress(ws, "automations"), label: t("automations.back") }}
        label={draft.label}
        placeholder={t("automations.nameHere")}
        problem={problem}
        dirty={dirty}
        saving={saving}
        saved={
          automation && {
            name: automation.label,
            on,
            template: automation.template,
            changed: automation.changed,
          }
        }
        marks={
          <>
            {automation?.shadow && <Tag color="purple">{t("automations.shadow")}</Tag>}
            {draft.demo && (
              <Tooltip title={t("automations.demoHint")}>
                <Tag>{t("automations.demo")}</Tag>
              </Tooltip>
            )}
          </>
        }
        menu={menu}
        meta={automation && `${t("automations.version", { version: automation.version })} · ${runsAs}`}
        onLabel={(label) => onChange({ label })}
        onSwitch={(enabled) => automation && void steering.toggle(automation, enabled)}
        onSave={onSave}
        onMenu={(key) => {
          if (!automation) return;
          if (key === "reset") steering.reset(automation, () => {});
          else steering.remove(automation, onGone);
        }}
      />
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

/** Name, state and saving of a button or an approval. */
import { CopyOutlined, DeleteOutlined, LeftOutlined, MoreOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, Switch, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { ActionInFull, ActionKind } from "../api/definitions";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { renamed } from "../automations/BuilderHead";
import type { Said } from "../automations/document";
import { itemOf, NEW } from "./addresses";
import type { ActionEditing } from "./useActionEditing";

interface EditorHeadProps {
  kind: ActionKind;
  action: ActionInFull | null;
  table: string;
  label: Said;
  dirty: boolean;
  editing: ActionEditing;
  onLabel: (label: Said) => void;
}

export function EditorHead({ kind, action, table, label, dirty, editing, onLabel }: EditorHeadProps) {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { locale } = display;
  const problem = editing.problems.at.get("label")?.join("；");
  const items = [
    { key: "copy", icon: <CopyOutlined aria-hidden />, label: t("automations.copy") },
    ...(action?.template
      ? [{ key: "reset", icon: <UndoOutlined aria-hidden />, label: t("automations.reset") }]
      : []),
    { key: "remove", icon: <DeleteOutlined aria-hidden />, label: t("automations.remove"), danger: true },
  ];
  return (
    <>
      <Link className="gz-record-back" to={settingsAddress(ws, "actions")}>
        <LeftOutlined aria-hidden /> {t("actions.back")}
      </Link>
      <div className="gz-flow-top">
        <Input
          className="gz-flow-title"
          variant="borderless"
          aria-label={t("automations.name")}
          placeholder={t(kind === "buttons" ? "actions.nameButton" : "actions.nameApproval")}
          maxLength={200}
          status={problem ? "error" : ""}
          value={label[locale]}
          onChange={(event) => onLabel(renamed(label, locale, event.target.value))}
        />
        <span className="gz-flow-state">
          {action?.template && (
            <Tag color="blue">
              {t(action.changed ? "automations.changedFromTemplate" : "automations.fromTemplate")}
            </Tag>
          )}
          {action && (
            <Switch
              checked={action.enabled}
              checkedChildren={t("automations.on")}
              unCheckedChildren={t("automations.off")}
              aria-label={t("automations.switch", { name: action.label[locale] })}
              onChange={(enabled) => void editing.toggle(enabled)}
            />
          )}
          <Button
            type="primary"
            disabled={!dirty}
            loading={editing.saving}
            onClick={() => void editing.save()}
          >
            {t("automations.save")}
          </Button>
          {action && (
            <Dropdown
              trigger={["click"]}
              menu={{
                items,
                onClick: ({ key }) => {
                  if (key === "reset") editing.reset();
                  else if (key === "remove") editing.remove();
                  else navigate(`${settingsAddress(ws, "actions", NEW[kind])}?copy=${itemOf(kind, action)}`);
                },
              }}
            >
              <Button
                type="text"
                icon={<MoreOutlined aria-hidden />}
                aria-label={t("automations.more", { name: action.label[locale] })}
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
      <p className="gz-muted gz-flow-meta">
        {t(kind === "buttons" ? "actions.buttonOf" : "actions.approvalOf", {
          table: tables.get(table)?.label ?? table,
        })}
        {action && ` · ${t("automations.version", { version: action.version })}`}
        {!!action?.open && ` · ${t("actions.openRounds", { count: action.open })}`}
        {action && dirty && <strong> · {t("automations.unsaved")}</strong>}
      </p>
    </>
  );
}

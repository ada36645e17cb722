/** Name, state and saving of a button or an approval. */
import { CopyOutlined, DeleteOutlined, UndoOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ActionInFull, ActionKind } from "../api/definitions";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { DefinitionHead } from "../automations/DefinitionHead";
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
  const menu = [
    { key: "copy", icon: <CopyOutlined aria-hidden />, label: t("automations.copy") },
    ...(action?.template
      ? [{ key: "reset", icon: <UndoOutlined aria-hidden />, label: t("automations.reset") }]
      : []),
    { key: "remove", icon: <DeleteOutlined aria-hidden />, label: t("automations.remove"), danger: true },
  ];
  return (
    <DefinitionHead
      back={{ to: settingsAddress(ws, "actions"), label: t("actions.back") }}
      label={label}
      placeholder={t(kind === "buttons" ? "actions.nameButton" : "actions.nameApproval")}
      problem={editing.problems.at.get("label")?.join("；") ?? null}
      dirty={dirty}
      saving={editing.saving}
      saved={
        action && {
          name: action.label[display.locale],
          on: action.enabled,
          template: action.template,
          changed: action.changed,
        }
      }
      menu={menu}
      meta={
        <>
          {t(kind === "buttons" ? "actions.buttonOf" : "actions.approvalOf", {
            table: tables.get(table)?.label ?? table,
          })}
          {action && ` · ${t("automations.version", { version: action.version })}`}
          {!!action?.open && ` · ${t("actions.openRounds", { count: action.open })}`}
        </>
      }
      onLabel={onLabel}
      onSwitch={(enabled) => void editing.toggle(enabled)}
      onSave={() => void editing.save()}
      onMenu={(key) => {
        if (key === "reset") editing.reset();
        else if (key === "remove") editing.remove();
        else if (action)
          navigate(`${settingsAddress(ws, "actions", NEW[kind])}?copy=${itemOf(kind, action)}`);
      }}
    />
  );
}

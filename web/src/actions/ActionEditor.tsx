/** What the editors of buttons and approvals have in common: the head, what is edited beside what is tried, and the dialogs. */
import { Tabs } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActionInFull, ActionKind } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { type Building, BuildingProvider } from "../automations/building";
import type { Said } from "../automations/document";
import { HiddenTable } from "../automations/HiddenTable";
import { LeaveGuard } from "../ui/LeaveGuard";
import { EditorHead } from "./EditorHead";
import type { ActionEditing } from "./useActionEditing";

interface ActionEditorProps {
  kind: ActionKind;
  action: ActionInFull | null;
  label: Said;
  dirty: boolean;
  editing: ActionEditing;
  building: Building;
  tab: string;
  onTab: (tab: string) => void;
  onLabel: (label: Said) => void;
  edit: ReactNode;
  trial: ReactNode;
}

export function ActionEditor(props: ActionEditorProps) {
  const { kind, action, label, dirty, editing, building, tab, onTab, onLabel, edit, trial } = props;
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  return (
    <BuildingProvider value={building}>
      <LeaveGuard dirty={dirty} leaving={editing.leaving} hint={t("automations.leaveHint")} />
      <EditorHead
        kind={kind}
        action={action}
        table={building.table}
        label={label}
        dirty={dirty}
        editing={editing}
        onLabel={onLabel}
      />
      {tables.has(building.table) ? (
        <Tabs
          className="gz-flow-tabs"
          activeKey={tab}
          onChange={onTab}
          items={[
            { key: "edit", label: t("automations.edit"), children: edit },
            { key: "try", label: t("automations.try"), children: trial },
          ]}
        />
      ) : (
        <HiddenTable />
      )}
      {editing.dialog}
    </BuildingProvider>
  );
}

/** Which role groups a member is in. */
import { useQuery } from "@tanstack/react-query";
import { App, Checkbox, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { assignRoles, type Person } from "../api/people";
import { sentence } from "../api/problem";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { useSettingsChanged } from "./useSettingsChanged";

export function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useSettingsChanged();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const [chosen, setChosen] = useState<string[]>(() => person.roles.map((role) => role.key));
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    try {
      await assignRoles(ws, person.id, chosen);
      message.success(t("settings.rolesSaved"));
      onClose();
    } catch (error) {
      message.error(sentence(error), 6);
      setSaving(false);
    }
    await changed();
  };
  return (
    <Modal
      open
      title={`${person.name} · ${t("settings.editRoles")}`}
      okText={t("settings.save")}
      confirmLoading={saving}
      onOk={() => void save()}
      onCancel={onClose}
      width={420}
    >
      <Checkbox.Group
        className="gz-settings-choices"
        value={chosen}
        onChange={(keys) => setChosen(keys)}
        options={roles.map((role) => ({
          value: role.key,
          label: (
            <>
              {role.label}
              {role.description && <span className="gz-muted gz-settings-about">{role.description}</span>}
            </>
          ),
        }))}
      />
      {chosen.length === 0 && <p className="gz-muted">{t("settings.newcomersHint")}</p>}
    </Modal>
  );
}

/** Looking at the workspace with the eyes of somebody who would be in these role groups. */
import { EyeOutlined } from "@ant-design/icons";
import { Button, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../api/rights";
import { seeAs } from "../app/viewAs";
import { useWorkspace } from "../app/workspace";

export function SeeAsRoles({ roles }: { roles: Role[] }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const look = () =>
    seeAs({
      ws,
      view: `roles:${chosen.join(",")}`,
      name: chosen.map((key) => roles.find((one) => one.key === key)?.label ?? key).join("、"),
    });
  return (
    <>
      <Button icon={<EyeOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t("settings.viewAsRoles")}
      </Button>
      {open && (
        <Modal
          open
          title={t("settings.viewAsRoles")}
          okText={t("settings.viewAsLook")}
          onOk={look}
          onCancel={() => setOpen(false)}
          width={440}
        >
          <p className="gz-muted">{t("settings.viewAsRolesHint")}</p>
          <Select
            mode="multiple"
            autoFocus
            className="gz-settings-whole"
            aria-label={t("settings.roles")}
            placeholder={t("settings.newcomers")}
            showSearch={{ optionFilterProp: "label" }}
            value={chosen}
            onChange={setChosen}
            options={roles.map((one) => ({ value: one.key, label: one.label }))}
          />
        </Modal>
      )}
    </>
  );
}

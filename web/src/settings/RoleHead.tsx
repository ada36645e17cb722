/** Name and members of a role group, and what an administrator can do with it as a whole. */
import { CloseOutlined, EllipsisOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Dropdown, Input, Modal, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import { deleteRole, EVERYONE, moveMembers, renameRole, rolesQuery } from "../api/rights";
import { membersQuery } from "../api/workspace";
import { settingsAddress } from "../app/address";
import { seeAs } from "../app/viewAs";
import { useWorkspace } from "../app/workspace";
import { useSettingsChanged } from "./useSettingsChanged";

export function RoleHead({ role: key, label }: { role: string; label: string }) {
  const { key: ws, member: me, display } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const changed = useSettingsChanged();
  const role = useQuery(rolesQuery(ws)).data?.find((one) => one.key === key);
  const members = useQuery(membersQuery(ws)).data ?? [];
  const [name, setName] = useState<string | null>(null);

  const act = async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await work();
      message.success(done);
      return true;
    } catch (error) {
      message.error(sentence(error), 6);
      return false;
    } finally {
      void changed();
    }
  };
  const move = (add: number[], remove: number[]) =>
    act(() => moveMembers(ws, key, add, remove), t("settings.membersSaved"));
  const remove = () =>
    modal.confirm({
      title: t("settings.deleteRoleTitle", { name: label }),
      content: t("settings.deleteRoleHint"),
      okText: t("settings.deleteRole"),
      okButtonProps: { danger: true },
      onOk: async () => {
        if (await act(() => deleteRole(ws, key), t("settings.roleDeleted")))
          navigate(settingsAddress(ws, "roles"));
      },
    });
  const rename = async () => {
    const next = { ...role?.labels, [display.locale]: (name ?? "").trim() };
    if (await act(() => renameRole(ws, key, next), t("settings.saved"))) setName(null);
  };

  const inside = new Set((role?.members ?? []).map((one) => one.id));
  const outside = members.filter((one) => one.state === "active" && !inside.has(one.id));
  return (
    <header>
      <div className="gz-rights-title">
        <h2>{t("settings.rightsOf", { role: key === EVERYONE ? t("settings.newcomers") : label })}</h2>
        {role?.admin && <Tag color="blue">{t("settings.admin")}</Tag>}
        {role?.builder && <Tag>{t("settings.builder")}</Tag>}
        {me.admin && !role?.admin && (
          <Button
            size="small"
            onClick={() =>
              seeAs({
                ws,
                view: key === EVERYONE ? "roles:" : `roles:${key}`,
                name: key === EVERYONE ? "" : label,
              })
            }
          >
            {t("settings.viewAsRole")}
          </Button>
        )}
        {me.admin && role && (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "rename", label: t("settings.rename"), onClick: () => setName(label) },
                {
                  key: "delete",
                  danger: true,
                  disabled: role.protected,
                  label: t("settings.deleteRole"),
                  onClick: remove,
                },
              ],
            }}
          >
            <Button type="text" icon={<EllipsisOutlined aria-hidden />} aria-label={t("frame.more")} />
          </Dropdown>
        )}
      </div>
      {role && (
        <div className="gz-roles-members">
          {role.members.map((one) => (
            <Tag
              key={one.id}
              closable={me.admin}
              closeIcon={
                me.admin ? <CloseOutlined aria-label={t("settings.takeOut", { name: one.label })} /> : false
              }
              onClose={(event) => {
                event.preventDefault();
                void move([], [one.id]);
              }}
            >
              {one.label}
            </Tag>
          ))}
          {me.admin && (
            <Select
              value={null}
              placeholder={t("settings.addMembers")}
              aria-label={t("settings.addMembers")}
              showSearch={{ optionFilterProp: "label" }}
              options={outside.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(id: number | null) => {
                if (id !== null) void move([id], []);
              }}
            />
          )}
        </div>
      )}
      {name !== null && (
        <Modal
          open
          title={t("settings.rename")}
          okText={t("settings.save")}
          okButtonProps={{ disabled: name.trim() === "" }}
          onOk={() => void rename()}
          onCancel={() => setName(null)}
          width={400}
        >
          <Input
            autoFocus
            maxLength={100}
            aria-label={t("settings.roleName")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Modal>
      )}
    </header>
  );
}

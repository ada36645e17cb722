/** One member: name, role groups, departments, state, and a menu of what can be done. */
import { EllipsisOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { makeResetLink, type Person, setMemberState } from "../api/people";
import { sentence } from "../api/problem";
import { seeAs } from "../app/viewAs";
import { useWorkspace } from "../app/workspace";
import { initials, showInstant } from "../fields";
import { ShownOnce } from "../ui/ShownOnce";
import { HandoverDialog } from "./HandoverDialog";
import { RolesDialog } from "./RolesDialog";
import { useSettingsChanged } from "./useSettingsChanged";

type Dialog = "roles" | "handover" | null;

export function MemberRow({ person }: { person: Person }) {
  const { key: ws, member: me, display } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const changed = useSettingsChanged();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [link, setLink] = useState<{ secret: string; until: string } | null>(null);
  const active = person.state === "active";

  const reset = async () => {
    try {
      const made = await makeResetLink(ws, person.id);
      if (made.path) setLink({ secret: window.location.origin + made.path, until: made.expires_at });
    } catch (error) {
      message.error(sentence(error));
    }
  };
  const put = async (state: Person["state"]) => {
    try {
      await setMemberState(ws, person.id, state);
      message.success(t(state === "left" ? "settings.hasLeft" : "settings.isBack", { name: person.name }));
      if (state === "left") setDialog("handover");
    } catch (error) {
      message.error(sentence(error), 6);
    }
    void changed();
  };
  const leave = () =>
    modal.confirm({
      title: t("settings.leaveTitle", { name: person.name }),
      content: t("settings.leaveHint"),
      okText: t("settings.leave"),
      okButtonProps: { danger: true },
      onOk: () => put("left"),
    });

  const items: NonNullable<MenuProps["items"]> = [
    { key: "roles", label: t("settings.editRoles"), onClick: () => setDialog("roles") },
    { key: "reset", label: t("settings.resetLink"), disabled: !person.bound, onClick: () => void reset() },
    {
      key: "see",
      label: t("settings.viewAs"),
      disabled: !active || person.id === me.id,
      onClick: () => seeAs({ ws, view: `member:${person.id}`, name: person.name }),
    },
    { type: "divider" },
    { key: "handover", label: t("settings.handOver"), onClick: () => setDialog("handover") },
    active
      ? { key: "leave", danger: true, label: t("settings.leave"), onClick: leave }
      : { key: "back", label: t("settings.comeBack"), onClick: () => void put("active") },
  ];

  return (
    <li data-left={!active}>
      <span className="gz-user-face" aria-hidden="true">
        {initials(person.name)}
      </span>
      <span className="gz-people-name">
        <span>{person.name}</span>
        {!active && <Tag>{t("settings.left")}</Tag>}
        {!person.bound && <Tag>{t("settings.noAccount")}</Tag>}
      </span>
      <span className="gz-people-roles">
        {person.roles.map((role) => (
          <Tag key={role.key}>{role.label}</Tag>
        ))}
        {person.roles.length === 0 && <span className="gz-muted">{t("settings.noRole")}</span>}
      </span>
      <span className="gz-people-places gz-muted">
        {person.departments.map((place) => place.label).join("、")}
      </span>
      {me.admin && (
        <Dropdown trigger={["click"]} menu={{ items }}>
          <Button
            type="text"
            icon={<EllipsisOutlined aria-hidden />}
            aria-label={t("settings.more", { name: person.name })}
          />
        </Dropdown>
      )}
      {dialog === "roles" && <RolesDialog person={person} onClose={() => setDialog(null)} />}
      {dialog === "handover" && <HandoverDialog person={person} onClose={() => setDialog(null)} />}
      {link && (
        <ShownOnce
          title={t("settings.resetLink")}
          secret={link.secret}
          hint={`${t("settings.resetHint")} ${t("settings.validUntil", { time: showInstant(link.until, display) })}`}
          onClose={() => setLink(null)}
        />
      )}
    </li>
  );
}

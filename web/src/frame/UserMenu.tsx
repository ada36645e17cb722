/** Language, appearance, account pages and signing out. */
import {
  ApiOutlined,
  BgColorsOutlined,
  GlobalOutlined,
  HistoryOutlined,
  LockOutlined,
  LogoutOutlined,
  MacCommandOutlined,
  SettingOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { changeMe, signOut } from "../api/session";
import { accountAddress, pastAddress, settingsAddress } from "../app/address";
import { type Appearance, useAppearance } from "../app/appearance";
import { forgetSeeing } from "../app/viewAs";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { initials } from "../fields";
import { type AppLocale, LOCALES } from "../i18n";
import { forgetDeeds } from "../undo/stack";
import { countKept, forgetKept } from "../views/keptRows";
import { openShortcuts } from "./Shortcuts";

const APPEARANCES: Appearance[] = ["light", "dark", "system"];

export function UserMenu({ collapsed }: { collapsed: boolean }) {
  const { key: ws, member } = useWorkspace();
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const { appearance, choose } = useAppearance();
  const phone = useIsPhone();
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: () => {
      client.clear();
      forgetSeeing();
      forgetDeeds();
      forgetKept();
      navigate("/sign-in", { replace: true });
    },
  });

  const speak = async (locale: AppLocale) => {
    await i18n.changeLanguage(locale);
    await changeMe({ locale }).catch(() => undefined);
    await client.invalidateQueries();
  };

  const leave = () => {
    const count = countKept();
    if (count === 0) leaving.mutate();
    else
      modal.confirm({
        title: t("frame.waitingLeave", { count }),
        content: t("frame.waitingLeaveHint"),
        okText: t("frame.signOut"),
        okButtonProps: { danger: true },
        cancelText: t("frame.cancel"),
        onOk: () => leaving.mutate(),
      });
  };

  const items: MenuProps["items"] = [
    ...(member.builder
      ? [{ key: "settings", icon: <SettingOutlined aria-hidden />, label: t("settings.title") }]
      : []),
    { key: "past", icon: <HistoryOutlined aria-hidden />, label: t("past.menu") },
    { type: "divider" },
    { key: "profile", icon: <UserOutlined aria-hidden />, label: t("frame.profile") },
    { key: "password", icon: <LockOutlined aria-hidden />, label: t("frame.changePassword") },
    { key: "tokens", icon: <ApiOutlined aria-hidden />, label: t("frame.tokens") },
    { type: "divider" },
    {
      key: "language",
      icon: <GlobalOutlined aria-hidden />,
      label: t("frame.language"),
      children: LOCALES.map(({ key, label }) => ({ key: `language:${key}`, label })),
    },
    {
      key: "appearance",
      icon: <BgColorsOutlined aria-hidden />,
      label: t("frame.appearance"),
      children: APPEARANCES.map((key) => ({ key: `appearance:${key}`, label: t(`frame.${key}`) })),
    },
    ...(phone ? [] : [{ key: "keys", icon: <MacCommandOutlined aria-hidden />, label: t("keys.title") }]),
    { type: "divider" },
    { key: "leave", icon: <LogoutOutlined aria-hidden />, label: t("frame.signOut") },
  ];

  const act: MenuProps["onClick"] = ({ key }) => {
    const locale = LOCALES.find((one) => key === `language:${one.key}`);
    const look = APPEARANCES.find((one) => key === `appearance:${one}`);
    if (locale) void speak(locale.key);
    else if (look) choose(look);
    else if (key === "keys") openShortcuts();
    else if (key === "leave") leave();
    else if (key === "settings") navigate(settingsAddress(ws, "members"));
    else if (key === "past") navigate(pastAddress(ws, "changes"));
    else navigate(accountAddress(ws, key as "profile" | "password" | "tokens"));
  };

  return (
    <Dropdown
      trigger={["click"]}
      placement="topLeft"
      menu={{
        items,
        onClick: act,
        selectedKeys: [`language:${i18n.language}`, `appearance:${appearance}`],
        style: { minWidth: 200 },
      }}
    >
      <button
        type="button"
        className="gz-plain-button gz-user-button"
        aria-label={t("frame.userMenu", { name: member.name })}
      >
        <span className="gz-user-face" aria-hidden="true">
          {initials(member.name)}
        </span>
        {!collapsed && (
          <span className="gz-user-text">
            <span className="gz-ellipsis" style={{ display: "block" }}>
              {member.name}
            </span>
            <span className="gz-ellipsis gz-user-role" style={{ display: "block" }}>
              {member.roles.map((role) => role.label).join("、")}
            </span>
          </span>
        )}
      </button>
    </Dropdown>
  );
}

/** Invitations: the open ones, and on request those that were used, taken back or ran out. */
import { useQuery } from "@tanstack/react-query";
import { App, Button, Switch, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Invitation, invitationsQuery, revokeInvitation } from "../api/people";
import { sentence } from "../api/problem";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { useSettingsChanged } from "./useSettingsChanged";

const STATES = {
  open: "settings.inviteOpen",
  used: "settings.inviteUsed",
  revoked: "settings.inviteRevoked",
  expired: "settings.inviteExpired",
} as const;

export function Invitations() {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useSettingsChanged();
  const found = useQuery(invitationsQuery(ws)).data ?? [];
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const [everything, setEverything] = useState(false);
  const shown = everything ? found : found.filter((one) => one.state === "open");
  const revoke = async (one: Invitation) => {
    try {
      await revokeInvitation(ws, one.id);
      message.success(t("settings.revoked"));
    } catch (error) {
      message.error(sentence(error));
    }
    await changed();
  };
  const labelOf = (key: string) => roles.find((role) => role.key === key)?.label ?? key;
  return (
    <section className="gz-settings-section" aria-label={t("settings.invitations")}>
      <div className="gz-settings-bar">
        <h2>{t("settings.invitations")}</h2>
        <span className="gz-settings-space" />
        {found.length > 0 && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control
          <label className="gz-settings-switch">
            <Switch size="small" checked={everything} onChange={setEverything} />
            {t("settings.allInvitations")}
          </label>
        )}
      </div>
      {shown.length === 0 && <p className="gz-muted">{t("settings.noInvitations")}</p>}
      <ul className="gz-people">
        {shown.map((one) => (
          <li key={one.id}>
            <span className="gz-people-name">{one.name}</span>
            <span className="gz-people-roles">
              {one.roles.map((key) => (
                <Tag key={key}>{labelOf(key)}</Tag>
              ))}
              {one.roles.length === 0 && <span className="gz-muted">{t("settings.noRole")}</span>}
            </span>
            <span className="gz-people-places gz-muted">
              {t(STATES[one.state])} · {t("settings.invitedBy", { name: one.invited_by })} ·{" "}
              {t("settings.validUntil", { time: showInstant(one.expires_at, display) })}
            </span>
            {one.state === "open" && (
              <Button size="small" danger type="text" onClick={() => void revoke(one)}>
                {t("settings.revoke")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everybody in the workspace with role groups and departments, and what an administrator can do about each. */
import { SearchOutlined, UserAddOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../api/people";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { Health } from "./Health";
import { Invitations } from "./Invitations";
import { InviteDialog } from "./InviteDialog";
import { MemberRow } from "./MemberRow";

export function Members() {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const people = useQuery(peopleQuery(ws));
  const [text, setText] = useState("");
  const [inviting, setInviting] = useState(false);
  if (people.isPending) return <Waiting rows={8} />;
  if (!people.data) return <Failure error={people.error} retry={() => people.refetch()} />;
  const wanted = text.trim().toLowerCase();
  const shown = people.data.filter(
    (one) =>
      one.name.toLowerCase().includes(wanted) ||
      one.roles.some((role) => role.label.toLowerCase().includes(wanted)) ||
      one.departments.some((place) => place.label.toLowerCase().includes(wanted)),
  );
  const active = people.data.filter((one) => one.state === "active").length;
  return (
    <>
      <Health />
      <div className="gz-settings-bar">
        <Input
          allowClear
          className="gz-settings-search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t("settings.searchMembers")}
          aria-label={t("settings.searchMembers")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="gz-muted">{t("settings.memberCount", { count: active })}</span>
        <span className="gz-settings-space" />
        {member.admin && (
          <Button type="primary" icon={<UserAddOutlined aria-hidden />} onClick={() => setInviting(true)}>
            {t("settings.invite")}
          </Button>
        )}
      </div>
      {shown.length === 0 && <Nothing title={t("settings.noMembers")} hint={t("settings.noMembersHint")} />}
      <ul className="gz-people">
        {[...shown]
          .sort((a, b) => Number(a.state === "left") - Number(b.state === "left"))
          .map((person) => (
            <MemberRow key={person.id} person={person} />
          ))}
      </ul>
      {member.admin && <Invitations />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

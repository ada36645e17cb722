/** An entry of the rights log in words: what was done to whom, and what differs. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ACTIONS, EVERYONE, type RightsEntry, rolesQuery } from "../api/rights";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { boardDifferences, type Difference, differences, moved } from "./difference";

const TITLES = {
  "rights.table": "settings.rightsTable",
  "rights.dashboards": "settings.rightsDashboards",
  "role.create": "settings.roleCreate",
  "role.change": "settings.roleChange",
  "role.delete": "settings.roleDelete",
  "role.restore": "settings.roleRestore",
  "role.members": "settings.roleMembersLog",
  "member.roles": "settings.memberRoles",
  "member.state": "settings.memberState",
  "rows.handover": "settings.rowsHandover",
  view_as: "settings.viewAsLog",
} as const;

export interface EntryWords {
  title: string;
  details: string;
}

export function useEntryWords(): (entry: RightsEntry) => EntryWords {
  const { key: ws, tables, navigation } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const members = useQuery(membersQuery(ws)).data ?? [];

  const roleOf = (key: unknown): string =>
    key === EVERYONE
      ? t("settings.newcomers")
      : (roles.find((role) => role.key === key)?.label ?? String(key ?? ""));
  const memberOf = (id: unknown): string => members.find((one) => one.id === id)?.name ?? `#${String(id)}`;
  const boardOf = (key: string): string =>
    navigation.groups
      .flatMap((group) => group.items)
      .find((item) => item.kind === "dashboard" && item.key === key)?.label ?? key;

  const said = (table: string | null, one: Difference): string => {
    const spec = tables.get(table ?? "");
    const kind = t(`settings.${one.kind}`);
    if (one.part === "none") return `${kind}“${t("settings.none")}”`;
    const action = ACTIONS.find((each) => each === one.key);
    if (one.part === "actions") return `${kind}${action ? t(`settings.${action}`) : one.key}`;
    if (one.part === "dashboards") return `${kind} ${boardOf(one.key)}`;
    const named: readonly { key: string; label: string }[] = spec?.[one.part] ?? [];
    const label = named.find((each) => each.key === one.key)?.label ?? one.key;
    const part = one.part === "fields" ? t("settings.fieldRights") : t(`settings.${one.part}`);
    return `${kind}${part} ${label}`;
  };
  const movedWords = (came: string[], went: string[]): string =>
    [...came.map((one) => `+${one}`), ...went.map((one) => `−${one}`)].join("、");
  const seen = (view: unknown): string => {
    const [kind, rest = ""] = String(view ?? "").split(":");
    if (kind === "member") return memberOf(Number(rest));
    return rest ? rest.split(",").map(roleOf).join("、") : t("settings.newcomers");
  };

  const partsOf = ({ action, table, before, after }: RightsEntry): [string, string] => {
    const either = after ?? before ?? {};
    switch (action) {
      case "rights.table":
        return [
          `${roleOf(either.role)} · ${tables.get(table ?? "")?.label ?? table ?? ""}`,
          differences(before?.rights, after?.rights)
            .map((one) => said(table, one))
            .join("，"),
        ];
      case "rights.dashboards":
        return [
          roleOf(either.role),
          boardDifferences(before?.rights, after?.rights)
            .map((one) => said(null, one))
            .join("，"),
        ];
      case "role.members": {
        const { came, went } = moved<number>(before?.members, after?.members);
        return [roleOf(either.role), movedWords(came.map(memberOf), went.map(memberOf))];
      }
      case "member.roles": {
        const { came, went } = moved<string>(before?.roles, after?.roles);
        return [memberOf(either.member), movedWords(came.map(roleOf), went.map(roleOf))];
      }
      case "member.state":
        return [memberOf(either.member), t(after?.state === "left" ? "settings.left" : "settings.comeBack")];
      case "rows.handover":
        return [`${memberOf(before?.member)} → ${memberOf(after?.member)}`, ""];
      case "view_as":
        return [seen(after?.view), ""];
      default:
        return [String(either.label ?? either.key ?? ""), ""];
    }
  };
  return (entry) => {
    const title = entry.action in TITLES ? TITLES[entry.action as keyof typeof TITLES] : null;
    const [about, details] = partsOf(entry);
    return { title: `${title ? t(title) : entry.action}：${about}`, details };
  };
}

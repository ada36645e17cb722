/** Whom a notification goes to. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/rights";
import type { Field } from "../api/types";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import type { Recipient } from "./document";
import { KindList } from "./KindList";
import { PathSelect } from "./PathSelect";

type Kind = "field" | "role" | "member" | "me";

interface RecipientsProps {
  table: string;
  to: Recipient[];
  onChange: (to: Recipient[]) => void;
}

const kindOf = (whom: Recipient): Kind =>
  "field" in whom ? "field" : "role" in whom ? "role" : "member" in whom ? "member" : "me";
const isPerson = (field: Field) => field.value_type === "member" || field.value_type === "members";

export function Recipients({ table, to, onChange }: RecipientsProps) {
  const { key: ws, member: me } = useWorkspace();
  const { t } = useTranslation();
  const members = useQuery(membersQuery(ws)).data ?? [];
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const blank: Record<Kind, Recipient> = {
    field: { field: "" },
    role: { role: "" },
    member: { member: me.id },
    me: { variable: "@me" },
  };
  const kinds: { value: Kind; label: string }[] = [
    { value: "field", label: t("automations.recipientField") },
    { value: "role", label: t("automations.recipientRole") },
    { value: "member", label: t("automations.recipientMember") },
    { value: "me", label: t("automations.recipientMe") },
  ];
  return (
    <KindList<Recipient, Kind>
      items={to}
      label={t("automations.recipients")}
      kinds={kinds}
      kindOf={kindOf}
      blank={(kind) => blank[kind]}
      first="field"
      onChange={onChange}
      render={(whom, put, label) => (
        <>
          {"field" in whom && (
            <PathSelect
              table={table}
              value={whom.field}
              label={label}
              fits={isPerson}
              onChange={(field) => put({ field })}
            />
          )}
          {"role" in whom && (
            <Select
              className="gz-flow-wide"
              aria-label={label}
              showSearch={{ optionFilterProp: "label" }}
              value={whom.role || undefined}
              options={roles.map((role) => ({ value: role.key, label: role.label }))}
              onChange={(role) => put({ role })}
            />
          )}
          {"member" in whom && (
            <Select
              className="gz-flow-wide"
              aria-label={label}
              showSearch={{ optionFilterProp: "label" }}
              value={whom.member}
              options={members.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(member) => put({ member })}
            />
          )}
        </>
      )}
    />
  );
}

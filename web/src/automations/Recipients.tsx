/** Whom a notification goes to. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/rights";
import type { Field } from "../api/types";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import type { Recipient } from "./document";
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
  const put = (at: number, whom: Recipient) => onChange(to.with(at, whom));
  const blank: Record<Kind, () => Recipient> = {
    field: () => ({ field: "" }),
    role: () => ({ role: "" }),
    member: () => ({ member: me.id }),
    me: () => ({ variable: "@me" }),
  };
  const kinds: { value: Kind; label: string }[] = [
    { value: "field", label: t("automations.recipientField") },
    { value: "role", label: t("automations.recipientRole") },
    { value: "member", label: t("automations.recipientMember") },
    { value: "me", label: t("automations.recipientMe") },
  ];
  return (
    <div className="gz-flow-values" role="group" aria-label={t("automations.recipients")}>
      {to.map((whom, at) => {
        const label = `${t("automations.recipients")} ${at + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: recipients have no identity but their place
          <div key={at} className="gz-flow-value">
            <div className="gz-flow-expression">
              <Select<Kind>
                className="gz-flow-source"
                aria-label={label}
                popupMatchSelectWidth={false}
                value={kindOf(whom)}
                options={kinds}
                onChange={(kind) => put(at, blank[kind]())}
              />
              <div className="gz-flow-said">
                {"field" in whom && (
                  <PathSelect
                    table={table}
                    value={whom.field}
                    label={label}
                    fits={isPerson}
                    onChange={(field) => put(at, { field })}
                  />
                )}
                {"role" in whom && (
                  <Select
                    className="gz-flow-wide"
                    aria-label={label}
                    showSearch={{ optionFilterProp: "label" }}
                    value={whom.role || undefined}
                    options={roles.map((role) => ({ value: role.key, label: role.label }))}
                    onChange={(role) => put(at, { role })}
                  />
                )}
                {"member" in whom && (
                  <Select
                    className="gz-flow-wide"
                    aria-label={label}
                    showSearch={{ optionFilterProp: "label" }}
                    value={whom.member}
                    options={members.map((one) => ({ value: one.id, label: one.name }))}
                    onChange={(member) => put(at, { member })}
                  />
                )}
              </div>
            </div>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("automations.removeValue", { field: label })}
              onClick={() => onChange(to.toSpliced(at, 1))}
            />
          </div>
        );
      })}
      <Button
        type="text"
        size="small"
        className="gz-flow-link"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => onChange([...to, { field: "" }])}
      >
        {t("automations.addRecipient")}
      </Button>
    </div>
  );
}

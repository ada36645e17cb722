/** Why somebody may see, edit or delete this record, or may not, and the smallest change that would help. */
import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ActionKey, decisionQuery, type Reason } from "../api/rights";
import type { Field, Table } from "../api/types";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./rights.css";

interface RightsProps {
  table: Table;
  record: number;
  title: string;
  onClose: () => void;
}

const ASKED = ["view", "edit", "delete"] as const;

export function Rights({ table, record, title, onClose }: RightsProps) {
  const { key: ws, member: me } = useWorkspace();
  const { t } = useTranslation();
  const members = useQuery({ ...membersQuery(ws), enabled: me.builder }).data ?? [];
  const [member, setMember] = useState(me.id);
  const [field, setField] = useState<string | null>(null);
  const asked = table.fields.find((one) => one.key === field);
  const whose = member === me.id ? null : member;
  return (
    <Modal open title={`${t("settings.whyTitle")} · ${title}`} footer={null} onCancel={onClose} width={560}>
      {me.builder && (
        <Select
          className="gz-why-member"
          aria-label={t("settings.whyMember")}
          value={member}
          showSearch={{ optionFilterProp: "label" }}
          options={members
            .filter((one) => one.state === "active")
            .map((one) => ({ value: one.id, label: one.name }))}
          onChange={setMember}
        />
      )}
      {ASKED.map((action) => (
        <Why key={action} table={table.key} record={record} action={action} member={whose} />
      ))}
      <Select
        allowClear
        className="gz-why-field"
        aria-label={t("settings.whyField")}
        placeholder={t("settings.whyField")}
        value={field}
        showSearch={{ optionFilterProp: "label" }}
        options={table.fields
          .filter((one) => !one.computed)
          .map((one) => ({ value: one.key, label: one.label }))}
        onChange={(next: string | undefined) => setField(next ?? null)}
      />
      {asked && <Why table={table.key} record={record} action="edit" field={asked} member={whose} />}
    </Modal>
  );
}

const MARKS = {
  allow: { icon: CheckCircleOutlined, words: "settings.effectAllow" },
  block: { icon: CloseCircleOutlined, words: "settings.effectBlock" },
  none: { icon: MinusCircleOutlined, words: "settings.effectNone" },
} as const;

function Line({ reason }: { reason: Reason }) {
  const { t } = useTranslation();
  const { icon: Icon, words } = MARKS[reason.effect];
  return (
    <li data-effect={reason.effect}>
      <Icon aria-label={t(words)} />
      <span>{reason.message}</span>
    </li>
  );
}

interface WhyProps {
  table: string;
  record: number;
  action: Extract<ActionKey, (typeof ASKED)[number]>;
  field?: Field;
  member: number | null;
}

function Why({ table, record, action, field, member }: WhyProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(
    decisionQuery(ws, { table, record, action, field: field?.key ?? null, member }),
  );
  if (isPending) return <Waiting rows={2} />;
  if (error) return <Failure error={error} retry={refetch} />;
  const { decisive, hint } = data;
  const others = data.reasons.filter(
    (one) => !decisive || one.code !== decisive.code || one.message !== decisive.message,
  );
  const what = t(`settings.${action}`) + (field ? t("settings.whyOfField", { field: field.label }) : "");
  return (
    <section className="gz-why" aria-label={what}>
      <h3 data-allowed={data.allowed}>
        {t(data.allowed ? "settings.whyAllowed" : "settings.whyDenied", { action: what })}
      </h3>
      <ul>
        {decisive && <Line reason={decisive} />}
        {others.map((reason) => (
          <Line key={`${reason.code}:${reason.role}:${reason.message}`} reason={reason} />
        ))}
      </ul>
      {hint && (
        <p>
          <strong>{t("settings.whyHint")}</strong> {hint.message}
        </p>
      )}
    </section>
  );
}

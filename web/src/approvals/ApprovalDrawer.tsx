/** One approval from the inbox: the record in short, the way so far, and deciding. */
import { CloseOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Approval, approvalQuery } from "../api/approvals";
import { recordQuery } from "../api/records";
import { recordAddress } from "../app/address";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { FieldValue } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import { Changes } from "./Changes";
import { DecisionForm } from "./DecisionForm";
import { Stages } from "./Stages";
import { StateTag } from "./StateTag";

export function ApprovalDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={phone ? "100%" : 560}
      closable={false}
      title={null}
      aria-label={t("approvals.title")}
      styles={{ body: { padding: 0 } }}
    >
      {id !== null && <Body key={id} id={id} onClose={onClose} />}
    </Drawer>
  );
}

function Body({ id, onClose }: { id: number; onClose: () => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(approvalQuery(ws, id));
  if (isPending) return <Waiting page rows={10} />;
  if (error && !data) return <Failure error={error} retry={refetch} />;
  return (
    <article className="gz-approval">
      <header>
        <h2>{data.record.label}</h2>
        <StateTag state={data.state} />
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t("approvals.close")}
          onClick={onClose}
        />
      </header>
      <p className="gz-muted">
        {data.table_label} · {data.change ? t("approvals.changeRequest") : data.label} ·{" "}
        {t("approvals.round", { count: data.round })} ·{" "}
        <Link to={recordAddress(ws, data.table, data.record.id)}>{t("approvals.openRecord")}</Link>
      </p>
      <Summary approval={data} />
      <Changes approval={data} />
      <Stages approval={data} />
      <DecisionForm approval={data} />
    </article>
  );
}

/** The figures and the most telling fields of the record, so that most decisions need no second page. */
function Summary({ approval }: { approval: Approval }) {
  const { key: ws, tables } = useWorkspace();
  const table = tables.get(approval.table);
  const { data } = useQuery({
    ...recordQuery(ws, approval.table, approval.record.id),
    enabled: table !== undefined,
  });
  if (!table || !data) return null;
  const keys = [...new Set([...table.layout.header, ...(table.layout.tabs[0]?.sections[0]?.fields ?? [])])];
  const fields = keys
    .flatMap((key) => table.fields.filter((field) => field.key === key && field.key !== table.primary))
    .filter((field) => field.type !== "subtable")
    .slice(0, 8);
  return (
    <dl className="gz-approval-summary">
      {fields.map((field) => (
        <div key={field.key}>
          <dt>{field.label}</dt>
          <dd>
            <FieldValue
              field={field}
              value={data.values[field.key]}
              empty={<span className="gz-muted">–</span>}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

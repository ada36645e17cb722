/** What an approved record asks to have changed: each field before and after. */
import { useTranslation } from "react-i18next";
import type { Approval } from "../api/approvals";
import type { Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { FieldValue } from "../ui/FieldValue";

export function Changes({ approval }: { approval: Approval }) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  if (approval.changes.length === 0) return null;
  const table = tables.get(approval.table);
  const show = (key: string, value: Value) => {
    const field = table?.fields.find((one) => one.key === key);
    const empty = <span className="gz-muted">{t("record.empty")}</span>;
    return field ? <FieldValue field={field} value={value} empty={empty} /> : String(value ?? "");
  };
  return (
    <section className="gz-approval-changes">
      <h3>{t("approvals.changes")}</h3>
      {approval.note && (
        <p>
          <span className="gz-muted">{t("approvals.reason")}：</span>
          {approval.note}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th />
            <th>{t("approvals.before")}</th>
            <th>{t("approvals.after")}</th>
          </tr>
        </thead>
        <tbody>
          {approval.changes.map((change) => (
            <tr key={change.field}>
              <th scope="row">{change.label}</th>
              <td className="gz-history-before">{show(change.field, change.before)}</td>
              <td>{show(change.field, change.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What an approved record asks to have changed: each field before and after. */
import { useTranslation } from "react-i18next";
import type { Approval } from "../api/approvals";
import type { Field, Value, Values } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { asRows, same, uiOf } from "../fields";
import { lineColumns } from "../record/lineColumns";
import { FieldValue } from "../ui/FieldValue";

export function Changes({ approval }: { approval: Approval }) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  if (approval.changes.length === 0) return null;
  const table = tables.get(approval.table);
  const linesOf = (key: string) => {
    const field = table?.fields.find((one) => one.key === key);
    const child = field?.type === "subtable" ? tables.get(field.settings.table ?? "") : undefined;
    return child && lineColumns(child, field?.settings.field ?? "");
  };
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
          {approval.changes.map((change) => {
            const lines = linesOf(change.field);
            if (lines) return <ChangedLines key={change.field} change={change} columns={lines} />;
            return (
              <tr key={change.field}>
                <th scope="row">{change.label}</th>
                <td className="gz-history-before">{show(change.field, change.before)}</td>
                <td>{show(change.field, change.after)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** The rows of a sub-table that would be others, new or gone: each with the fields that differ. */
function ChangedLines({
  change,
  columns,
}: {
  change: Approval["changes"][number];
  columns: readonly Field[];
}) {
  const [before, after] = [asRows(change.before), asRows(change.after)];
  const ids = [...new Set([...before, ...after].map((row) => row.id))];
  return ids.map((id) => {
    const was = before.find((row) => row.id === id)?.values;
    const now = after.find((row) => row.id === id)?.values;
    const fields = columns.filter((field) => !same(was?.[field.key] ?? null, now?.[field.key] ?? null));
    const named = columns.find((field) => !uiOf(field).isEmpty((now ?? was)?.[field.key] ?? null));
    const list = (values: Values | undefined) =>
      values &&
      fields
        .filter((field) => !uiOf(field).isEmpty(values[field.key] ?? null))
        .map((field) => (
          <div key={field.key}>
            <span className="gz-muted">{field.label} </span>
            <FieldValue field={field} value={values[field.key]} empty={null} />
          </div>
        ));
    return (
      <tr key={id}>
        <th scope="row">
          {change.label}
          {named && <FieldValue field={named} value={(now ?? was)?.[named.key]} empty={null} />}
        </th>
        <td className="gz-history-before">{list(was) ?? "–"}</td>
        <td>{list(now) ?? "–"}</td>
      </tr>
    );
  });
}

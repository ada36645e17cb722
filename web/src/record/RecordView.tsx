/** A record: name, state and key figures, then tabs. The same in the drawer and on its own page. */
import { LockOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Tabs, type TabsProps } from "antd";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { recordQuery } from "../api/records";
import type { Lock, RecordWithRights, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { RecordApprovals } from "../approvals/RecordApprovals";
import { WhyTab } from "../automations/WhyTab";
import { Failure } from "../ui/Failure";
import { FieldValue, useTitleOf } from "../ui/FieldValue";
import { isMasked, Masked } from "../ui/Masked";
import { NotFound } from "../ui/NotFound";
import { Waiting } from "../ui/Waiting";
import { Actions } from "./Actions";
import { Details } from "./Details";
import { ExplainButton } from "./Explain";
import { History } from "./History";
import { layoutOf, relatedLists } from "./layout";
import "./record.css";
import { Owners } from "./Owners";
import { RelatedList } from "./RelatedList";
import { forType } from "./recordTypes";
import { Timeline } from "./Timeline";
import { useSaveField } from "./useSaveField";

interface RecordViewProps {
  table: Table;
  id: number;
  actions?: (record: RecordWithRights, title: string) => ReactNode;
}

export function RecordView({ table, id, actions }: RecordViewProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(recordQuery(ws, table.key, id));
  if (isPending) return <Waiting page rows={12} />;
  if (error instanceof Problem && error.status === 404)
    return <NotFound title={t("record.gone")} hint={t("record.goneHint")} />;
  if (!data) return <Failure error={error} retry={refetch} />;
  return <Body key={`${table.key}-${id}`} table={table} record={data} actions={actions} />;
}

/** Why the record, or part of it, cannot be changed. */
function Locks({ locks }: { locks: readonly Lock[] }) {
  const messages = [
    ...new Set(locks.flatMap((lock) => (lock.hint ? [lock.message, lock.hint] : [lock.message]))),
  ];
  if (messages.length === 0) return null;
  return (
    <div className="gz-locks" role="note">
      <LockOutlined aria-hidden />
      <div>
        {messages.map((message) => (
          <p key={message}>{message}</p>
        ))}
      </div>
    </div>
  );
}

interface BodyProps {
  table: Table;
  record: RecordWithRights;
  actions: RecordViewProps["actions"] | undefined;
}

function Body({ table, record, actions }: BodyProps) {
  const { key: ws, tables, member } = useWorkspace();
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const save = useSaveField(ws, table, record.id);
  const shown = useMemo(() => forType(table, record.values), [table, record.values]);
  const layout = useMemo(
    () => layoutOf(shown, { other: t("record.otherFields"), system: t("record.systemFields") }),
    [shown, t],
  );
  const related = useMemo(() => relatedLists(table, tables), [table, tables]);
  const title = titleOf(table, record.values) || t("record.untitled");

  const items: NonNullable<TabsProps["items"]> = layout.tabs.map((tab) => ({
    key: tab.key,
    label: tab.label ?? t("record.details"),
    children: <Details table={shown} record={record} sections={tab.sections} save={save} />,
  }));
  for (const line of related.timelines) {
    items.push({
      key: `timeline-${line.related.key}`,
      label: line.related.label,
      children: <Timeline parent={table} record={record} {...line} />,
    });
  }
  if (related.lists.length > 0) {
    items.push({
      key: "related",
      label: t("record.related"),
      children: related.lists.map(({ related: one, table: other }) => (
        <RelatedList key={one.key} parent={table} record={record} related={one} table={other} />
      )),
    });
  }
  if ((table.approvals ?? []).length > 0) {
    items.push({
      key: "approvals",
      label: t("approvals.tab"),
      children: <RecordApprovals table={table} record={record} />,
    });
  }
  items.push({
    key: "history",
    label: t("record.history"),
    children: <History table={table} id={record.id} />,
  });
  if (table.ownership)
    items.push({
      key: "owners",
      label: t("record.owners"),
      children: <Owners table={table} id={record.id} />,
    });
  if (member.builder)
    items.push({
      key: "automations",
      label: t("automations.title"),
      children: <WhyTab table={table} record={record.id} />,
    });

  return (
    <article className="gz-record" aria-label={title}>
      <header className="gz-record-head">
        <div className="gz-record-title">
          <h1>{title}</h1>
          {layout.chip && <FieldValue field={layout.chip} value={record.values[layout.chip.key]} />}
          <span className="gz-record-actions">{actions?.(record, title)}</span>
        </div>
        <Actions table={table} record={record} />
        {layout.figures.length > 0 && (
          <dl className="gz-figures">
            {layout.figures.map((field) => (
              <div key={field.key}>
                <dt>
                  {field.label}
                  {field.computed && ["formula", "rollup", "lookup"].includes(field.type) && (
                    <ExplainButton table={table} record={record.id} field={field} />
                  )}
                </dt>
                <dd className="gz-tabular">
                  <FieldValue
                    field={field}
                    value={record.values[field.key]}
                    empty={
                      isMasked(record, field) ? <Masked field={field} /> : <span className="gz-muted">–</span>
                    }
                  />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </header>
      <Locks locks={record.locks ?? []} />
      <Tabs
        className="gz-record-tabs"
        items={items.map((item) => ({
          ...item,
          children: <div className="gz-record-tab">{item.children}</div>,
        }))}
      />
    </article>
  );
}

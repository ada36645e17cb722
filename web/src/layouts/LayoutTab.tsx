/** What the page and the form of a table show: tabs with sections of fields; what lies on a hidden tab is not shown (S96). */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, App, Button, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { changeTable } from "../api/schema";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { isSystem } from "../record/layout";
import { SectionList } from "../recordTypes/SectionList";
import { FirstTable } from "../schema/NewTable";
import { useStructure } from "../schema/useStructure";
import { TablePicker, useChosenTable } from "../settings/TablePicker";
import { LeaveGuard } from "../ui/LeaveGuard";
import { OrderedFields } from "../ui/OrderedFields";
import { SaidInput } from "../ui/SaidInput";
import { Sortable, SortableRow } from "../ui/Sortable";
import {
  begun,
  draftOf,
  type LayoutDraft,
  nextTab,
  type TabDraft,
  unfillable,
  withTab,
  written,
} from "./draft";
import "./layouts.css";

export function LayoutTab() {
  const table = useChosenTable();
  if (!table) return <FirstTable />;
  return (
    <>
      <TablePicker tab="layouts" table={table} />
      <Arranging key={table.key} table={table} />
    </>
  );
}

function Arranging({ table }: { table: Table }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const refresh = useStructure();
  const [start, setStart] = useState(() => draftOf(table));
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (next: LayoutDraft | null) => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await changeTable(ws, table.key, { layout: next && written(next) });
      await refresh();
      setStart(next);
      setDraft(next);
      for (const warning of answer.warnings ?? []) message.warning(warning.message, 8);
      message.success(t("layouts.saved"));
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  const drop = () =>
    modal.confirm({
      title: t("layouts.dropTitle", { table: table.label }),
      content: t("layouts.dropHint"),
      okText: t("layouts.drop"),
      okButtonProps: { danger: true },
      onOk: () => save(null),
    });

  if (!draft) {
    const begin = (
      <Button type="primary" onClick={() => setDraft(begun(table, { "zh-CN": "详情", en: "Details" }))}>
        {t("layouts.begin")}
      </Button>
    );
    return (
      <>
        <Nothing title={t("layouts.none")} hint={t("layouts.noneHint")} />
        {begin}
      </>
    );
  }
  const lost = unfillable(table, draft);
  const unnamed = draft.tabs.some((tab) => !tab.label["zh-CN"]?.trim() && !tab.label.en?.trim());
  const changed = JSON.stringify(draft) !== JSON.stringify(start);
  return (
    <div className="gz-layouts">
      <LeaveGuard dirty={changed} hint={t("layouts.leaveHint")} />
      <p className="gz-muted">{t("layouts.about")}</p>
      <section aria-label={t("layouts.header")}>
        <h2>{t("layouts.header")}</h2>
        <OrderedFields
          label={t("layouts.header")}
          fields={table.fields.filter((field) => field.key !== table.primary)}
          keys={draft.header}
          onChange={(header) => setDraft({ ...draft, header })}
        />
      </section>
      <h2>{t("layouts.tabs")}</h2>
      <Tabs table={table} tabs={draft.tabs} onChange={(tabs) => setDraft({ ...draft, tabs })} />
      {lost.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("layouts.lost", { fields: lost.map((field) => field.label).join("、") })}
        />
      )}
      {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      <div className="gz-settings-bar gz-layouts-foot">
        <Button
          type="primary"
          loading={busy}
          disabled={!changed || unnamed || draft.tabs.length === 0}
          onClick={() => void save(draft)}
        >
          {t("frame.save")}
        </Button>
        {changed && <Button onClick={() => setDraft(start)}>{t("layouts.back")}</Button>}
        {start && (
          <Button type="text" danger onClick={drop}>
            {t("layouts.drop")}
          </Button>
        )}
      </div>
    </div>
  );
}

interface TabsProps {
  table: Table;
  tabs: TabDraft[];
  onChange: (tabs: TabDraft[]) => void;
}

function Tabs({ table, tabs, onChange }: TabsProps) {
  const { t } = useTranslation();
  const fields = table.fields.filter((field) => !isSystem(field));
  const placed = new Set(tabs.flatMap((tab) => tab.sections.flatMap((section) => section.fields)));
  const free = fields.filter((field) => !placed.has(field.key));
  const put = (tab: TabDraft, part: Partial<TabDraft>) => onChange(withTab(tabs, { ...tab, ...part }));
  return (
    <>
      <Sortable
        ids={tabs.map((tab) => tab.key)}
        onOrder={(ids) => onChange(ids.flatMap((id) => tabs.find((tab) => tab.key === id) ?? []))}
      >
        {tabs.map((tab, at) => (
          <SortableRow
            key={tab.key}
            id={tab.key}
            className="gz-section-draft"
            label={t("layouts.moveTab", { number: at + 1 })}
          >
            <div className="gz-section-parts">
              <SaidInput
                id={`layout-${tab.key}`}
                label={t("layouts.tabName", { number: at + 1 })}
                maxLength={200}
                value={tab.label}
                onChange={(label) => put(tab, { label })}
              />
              {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside */}
              <label className="gz-settings-switch">
                <Switch
                  size="small"
                  checked={tab.hidden}
                  aria-label={t("layouts.hidden", { number: at + 1 })}
                  onChange={(hidden) => put(tab, { hidden })}
                />
                {t("layouts.hide")}
              </label>
              <SectionList
                scope={`layout-${tab.key}`}
                sections={tab.sections}
                offered={() => fields}
                onChange={(sections) => put(tab, { sections })}
              />
            </div>
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t("layouts.dropTab", { number: at + 1 })}
              onClick={() => onChange(tabs.filter((one) => one !== tab))}
            />
          </SortableRow>
        ))}
      </Sortable>
      <Button
        type="dashed"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => onChange([...tabs, nextTab(tabs, {})])}
      >
        {t("layouts.addTab")}
      </Button>
      {free.length > 0 && (
        <p className="gz-muted">
          {t("layouts.free", { fields: free.map((field) => field.label).join("、") })}
        </p>
      )}
    </>
  );
}

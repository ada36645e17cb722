/** The rules of a table by kind, in words: made, changed, switched, tried, taken away, set back to the template's. */
import { DownOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { rolesQuery } from "../api/rights";
import { KINDS, type Rule, type RuleKind, rulesQuery } from "../api/rules";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { TablePicker, useChosenTable } from "../settings/TablePicker";
import { Failure } from "../ui/Failure";
import { Sortable, SortableRow } from "../ui/Sortable";
import { Waiting } from "../ui/Waiting";
import { DeletedRules } from "./DeletedRules";
import { RuleDrawer } from "./RuleDrawer";
import { RuleRow } from "./RuleRow";
import "./rules.css";
import { freeKey, kindOf, SHAPES, type Shape } from "./shapes";
import { useSaveRules } from "./useSaveRules";

export function RulesTab() {
  const table = useChosenTable();
  return table ? <Rules key={table.key} table={table} /> : null;
}

function Rules({ table }: { table: Table }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const { message } = App.useApp();
  const { order } = useSaveRules(table);
  const found = useQuery(rulesQuery(ws, table.key));
  const [editing, setEditing] = useState<Rule | { shape: Shape; key: string } | null>(null);
  const { rules = [], deleted = [] } = found.data ?? {};
  const put = async (kind: RuleKind, keys: string[]) => {
    try {
      await order(kind, keys);
    } catch (error) {
      message.error(sentence(error), 6);
      await found.refetch();
    }
  };
  const begin = (shape: Shape) => {
    const kind = kindOf(shape);
    const taken = [...rules, ...deleted].filter((rule) => rule.kind === kind).map((rule) => rule.key);
    setEditing({ shape, key: freeKey(shape, new Set(taken)) });
  };
  return (
    <>
      <TablePicker tab="rules" table={table}>
        <span className="gz-settings-space" />
        <Dropdown
          trigger={["click"]}
          menu={{
            items: SHAPES.map((shape) => ({
              key: shape,
              label: (
                <span className="gz-rule-choice">
                  {t(`rules.shapes.${shape}`)}
                  <span className="gz-muted">{t(`rules.about.${shape}`)}</span>
                </span>
              ),
            })),
            onClick: ({ key }) => begin(key as Shape),
          }}
        >
          <Button type="primary" icon={<PlusOutlined aria-hidden />} disabled={!found.data}>
            {t("rules.add")} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      </TablePicker>
      <p className="gz-muted">{t("rules.intro")}</p>
      {found.isPending && <Waiting rows={6} />}
      {found.error && <Failure error={found.error} retry={() => found.refetch()} />}
      {found.data && rules.length === 0 && (
        <Nothing title={t("rules.none")} hint={t("rules.noneHint", { table: table.label })} />
      )}
      {KINDS.map((kind) => {
        const own = rules.filter((rule) => rule.kind === kind);
        return own.length === 0 ? null : (
          <section key={kind} className="gz-settings-section" aria-label={t(`rules.kinds.${kind}`)}>
            <h2>{t(`rules.kinds.${kind}`)}</h2>
            <Sortable ids={own.map((rule) => rule.key)} onOrder={(keys) => void put(kind, keys)}>
              {own.map((rule) => (
                <SortableRow
                  key={rule.key}
                  id={rule.key}
                  className="gz-rule-place"
                  label={t("rules.move", { rule: rule.label || rule.key })}
                  disabled={own.length < 2}
                >
                  <RuleRow table={table} rule={rule} onEdit={() => setEditing(rule)} />
                </SortableRow>
              ))}
            </Sortable>
          </section>
        );
      })}
      {deleted.length > 0 && <DeletedRules table={table} rules={deleted} />}
      {editing && <RuleDrawer table={table} roles={roles} of={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

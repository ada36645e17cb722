/** The rules of a table by kind, in words: made, changed, switched, tried, taken away, set back to the template's. */
import { DownOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/rights";
import { KINDS, type Rule, rulesQuery } from "../api/rules";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { TablePicker, useChosenTable } from "../settings/TablePicker";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { DeletedRules } from "./DeletedRules";
import { RuleDrawer } from "./RuleDrawer";
import { RuleRow } from "./RuleRow";
import "./rules.css";
import { freeKey, kindOf, SHAPES, type Shape } from "./shapes";

export function RulesTab() {
  const table = useChosenTable();
  return table ? <Rules key={table.key} table={table} /> : null;
}

function Rules({ table }: { table: Table }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const found = useQuery(rulesQuery(ws, table.key));
  const [editing, setEditing] = useState<Rule | { shape: Shape; key: string } | null>(null);
  const { rules = [], deleted = [] } = found.data ?? {};
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
            {own.map((rule) => (
              <RuleRow key={rule.key} table={table} rule={rule} onEdit={() => setEditing(rule)} />
            ))}
          </section>
        );
      })}
      {deleted.length > 0 && <DeletedRules table={table} rules={deleted} />}
      {editing && <RuleDrawer table={table} roles={roles} of={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

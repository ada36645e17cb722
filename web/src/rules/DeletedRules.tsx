/** Rules that the template brought and somebody has deleted: each can come back. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeletedRule } from "../api/rules";
import type { Table } from "../api/types";
import { GoingDialog } from "./GoingDialog";
import { useRuleWords } from "./useRuleWords";

export function DeletedRules({ table, rules }: { table: Table; rules: readonly DeletedRule[] }) {
  const { t } = useTranslation();
  const wordsOf = useRuleWords(table);
  const [back, setBack] = useState<DeletedRule | null>(null);
  return (
    <section className="gz-settings-section" aria-label={t("rules.deletedRules")}>
      <h2>{t("rules.deletedRules")}</h2>
      {rules.map((rule) => (
        <article key={`${rule.kind}.${rule.key}`} className="gz-rule" data-off="true">
          <div className="gz-rule-said">
            <strong>{rule.original ? wordsOf(rule.kind, rule.original) : rule.label || rule.key}</strong>
            <span className="gz-muted">{rule.label}</span>
          </div>
          <Button size="small" onClick={() => setBack(rule)}>
            {t("rules.bringBack")}
          </Button>
        </article>
      ))}
      {back && <GoingDialog table={table} rule={back} what="reset" onClose={() => setBack(null)} />}
    </section>
  );
}

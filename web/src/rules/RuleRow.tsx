/** One rule in words, and what can be done with it. */
import { EditOutlined, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Switch, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/problem";
import { type Rule, type Trial, tryRule } from "../api/rules";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { GoingDialog } from "./GoingDialog";
import { TrialResult } from "./TrialResult";
import { useRuleWords } from "./useRuleWords";
import { useSaveRules } from "./useSaveRules";

interface RuleRowProps {
  table: Table;
  rule: Rule;
  onEdit: () => void;
}

export function RuleRow({ table, rule, onEdit }: RuleRowProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const wordsOf = useRuleWords(table);
  const { turn } = useSaveRules(table);
  const [busy, setBusy] = useState(false);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [going, setGoing] = useState<"delete" | "reset" | null>(null);
  const label = rule.label || rule.key;

  const turned = async (enabled: boolean, confirm = false) => {
    setBusy(true);
    try {
      await turn(rule, enabled, confirm ? { confirm } : {});
    } catch (error) {
      const met = error instanceof Problem ? (error.beside("trial") as Trial | undefined) : undefined;
      if (!met || confirm) message.error(sentence(error), 6);
      else
        modal.confirm({
          width: 560,
          title: t("rules.confirmBreaks"),
          content: <TrialResult trial={met} />,
          okText: t("rules.turnOnAnyway"),
          onOk: () => turned(enabled, true),
        });
    } finally {
      setBusy(false);
    }
  };
  const look = async () => {
    if (!rule.rule) return;
    setBusy(true);
    try {
      setTrial(await tryRule(ws, table.key, rule.kind, rule.rule));
    } catch (error) {
      message.error(sentence(error), 6);
    } finally {
      setBusy(false);
    }
  };

  return (
    <article className="gz-rule" data-off={!rule.enabled} aria-label={label}>
      <div className="gz-rule-said">
        <div className="gz-rule-tags">
          {rule.broken && <Tag color="error">{t("rules.broken")}</Tag>}
          {!rule.enabled && <Tag>{t("rules.off")}</Tag>}
          {rule.rule?.severity === "warn" && <Tag color="gold">{t("rules.onlyWarns")}</Tag>}
          {rule.template && !rule.changed && <Tag>{t("rules.ofTemplate")}</Tag>}
          {rule.changed && <Tag color="blue">{t("rules.changed")}</Tag>}
        </div>
        <strong>{rule.rule ? wordsOf(rule.kind, rule.rule) : label}</strong>
        {rule.rule?.message && <span className="gz-muted">{t("rules.saysMessage", { message: label })}</span>}
        {rule.broken && <span className="gz-muted">{t("rules.brokenHint")}</span>}
        {trial && <TrialResult trial={trial} />}
      </div>
      <Switch
        size="small"
        loading={busy}
        checked={rule.enabled}
        disabled={rule.broken}
        aria-label={t("rules.enabled", { rule: label })}
        onChange={(enabled) => void turned(enabled)}
      />
      <Button
        type="text"
        icon={<EditOutlined aria-hidden />}
        disabled={!rule.rule}
        aria-label={t("rules.edit", { rule: label })}
        onClick={onEdit}
      />
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "try", label: t("rules.try"), disabled: !rule.rule, onClick: () => void look() },
            {
              key: "reset",
              label: t("rules.reset"),
              disabled: !rule.template || (!rule.changed && !rule.broken),
              onClick: () => setGoing("reset"),
            },
            { key: "delete", danger: true, label: t("rules.delete"), onClick: () => setGoing("delete") },
          ],
        }}
      >
        <Button
          type="text"
          icon={<MoreOutlined aria-hidden />}
          aria-label={t("rules.more", { rule: label })}
        />
      </Dropdown>
      {going && <GoingDialog table={table} rule={rule} what={going} onClose={() => setGoing(null)} />}
    </article>
  );
}

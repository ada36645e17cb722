/** Asks before a rule goes or is set back: what is there, what comes, and why. */
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/problem";
import { type DeletedRule, type Rule, type RuleDocument, ruleQuery, type Trial } from "../api/rules";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { TrialResult } from "./TrialResult";
import { ruleInFull, useRuleWords } from "./useRuleWords";
import { useSaveRules } from "./useSaveRules";

interface GoingDialogProps {
  table: Table;
  rule: Rule | DeletedRule;
  what: "delete" | "reset";
  onClose: () => void;
}

export function GoingDialog({ table, rule, what, onClose }: GoingDialogProps) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const wordsOf = useRuleWords(table);
  const { remove, reset } = useSaveRules(table);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [busy, setBusy] = useState(false);
  const there = "version" in rule;
  const found = useQuery({
    ...ruleQuery(ws, table.key, rule.kind, rule.key),
    enabled: there && what === "reset",
  });
  const inFull = (definition: RuleDocument) =>
    ruleInFull(t, display.locale, wordsOf(rule.kind, definition), definition);
  const original = there ? found.data?.original : rule.original;

  const go = async () => {
    const how = {
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(trial ? { confirm: true } : {}),
    };
    setBusy(true);
    setProblem(null);
    try {
      if (what === "reset") await reset(rule, how);
      else if (there) await remove(rule, how);
      message.success(t(what === "reset" ? "rules.isReset" : "rules.deleted"));
      onClose();
    } catch (error) {
      const met = error instanceof Problem ? (error.beside("trial") as Trial | undefined) : undefined;
      if (met && !trial) setTrial(met);
      else setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      width={560}
      title={t(what === "reset" ? "rules.resetTitle" : "rules.deleteTitle")}
      okText={t(trial ? "rules.saveAnyway" : what === "reset" ? "rules.reset" : "rules.delete")}
      okButtonProps={{ danger: what === "delete", loading: busy }}
      onOk={() => void go()}
      onCancel={onClose}
    >
      <div className="gz-rule-going">
        {problem && <Alert type="error" showIcon role="alert" title={problem} />}
        <p>
          {there && rule.rule ? inFull(rule.rule) : rule.label || rule.key}
          {what === "delete" && <span className="gz-muted"> {t("rules.deleteHint")}</span>}
        </p>
        {what === "reset" && original && (
          <Alert type="info" showIcon title={t("rules.asTemplate")} description={inFull(original)} />
        )}
        {trial && <TrialResult trial={trial} />}
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 4 }}
          maxLength={500}
          value={reason}
          aria-label={t("rules.reason")}
          placeholder={t("rules.reason")}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Modal>
  );
}

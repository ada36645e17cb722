/** Buttons and approvals of every table in words: who may press, when, and what happens. To be read; templates bring them. */
import { useQuery } from "@tanstack/react-query";
import { Select, Tag } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApprovalDocument, type Approver, actionsQuery, type ButtonDocument } from "../api/definitions";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import type { StepDocument } from "../automations/document";
import { nodesOf } from "../automations/steps";
import { useWords } from "../automations/useWords";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./actions.css";

export function ActionsTab() {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(actionsQuery(ws));
  const [table, setTable] = useState<string | null>(null);
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const { buttons, approvals } = found.data;
  const used = [...new Set([...buttons, ...approvals].map((one) => one.table))].filter((key) =>
    tables.has(key),
  );
  if (used.length === 0) return <Nothing title={t("actions.none")} hint={t("actions.noneHint")} />;
  return (
    <div className="gz-actions-page">
      <p className="gz-muted">{t("actions.about")}</p>
      <Select<string>
        className="gz-settings-table"
        aria-label={t("actions.table")}
        showSearch={{ optionFilterProp: "label" }}
        value={table ?? ""}
        options={[
          { value: "", label: t("actions.anyTable") },
          ...used.map((key) => ({ value: key, label: tables.get(key)?.label ?? key })),
        ]}
        onChange={(key) => setTable(key || null)}
      />
      {used
        .filter((key) => table === null || key === table)
        .map((key) => (
          <section key={key} className="gz-settings-section" aria-label={tables.get(key)?.label ?? key}>
            <h2>{tables.get(key)?.label}</h2>
            {buttons
              .filter((one) => one.table === key)
              .map((one) => (
                <ButtonWords key={one.key} button={one} />
              ))}
            {approvals
              .filter((one) => one.table === key)
              .map((one) => (
                <ApprovalWords key={one.key} approval={one} />
              ))}
          </section>
        ))}
    </div>
  );
}

function Said({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function useRoles(): (keys: readonly string[]) => string {
  const { key: ws } = useWorkspace();
  const words = useWords();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  return (keys) => words.list(keys.map((key) => roles.find((one) => one.key === key)?.label ?? key));
}

function ButtonWords({ button }: { button: ButtonDocument }) {
  const { tables, display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const rolesOf = useRoles();
  const { locale } = display;
  const approval = (key: unknown) =>
    tables.get(button.table)?.approvals?.find((one) => one.key === key)?.label ?? String(key);
  const step = (document: StepDocument): string => {
    if ("decide" in document)
      return t(document.outcome === "reject" ? "actions.rejects" : "actions.approves", {
        approval: approval(document.decide),
      });
    if ("withdraw" in document) return t("actions.withdraws", { approval: approval(document.withdraw) });
    const [node] = nodesOf([document]);
    return node ? `${t(`automations.kinds.${node.kind}`)} ${words.step(button.table, node)}` : "";
  };
  return (
    <article className="gz-action-said">
      <header>
        <strong>{button.label[locale]}</strong>
        {button.primary && <Tag color="blue">{t("actions.primary")}</Tag>}
        {button.limits !== undefined && <Tag>{t("actions.limited")}</Tag>}
      </header>
      <dl>
        <Said label={t("actions.who")}>
          {button.roles
            ? t("actions.roles", { roles: rolesOf(button.roles) })
            : t(button.right === "view" ? "actions.whoMayView" : "actions.whoMayEdit")}
        </Said>
        <Said label={t("actions.when")}>
          {button.when ? words.condition(button.table, button.when) : t("actions.always")}
        </Said>
        {button.inputs && button.inputs.length > 0 && (
          <Said label={t("actions.asks")}>
            {words.list(button.inputs.map((one) => `${one.label[locale]}${one.required ? " *" : ""}`))}
          </Said>
        )}
        {button.confirm && <Said label={t("actions.confirm")}>{button.confirm[locale]}</Said>}
        <Said label={t("actions.does")}>
          {button.do.map(step).join("；")}
          {button.system && <span className="gz-muted"> {t("actions.bySystem")}</span>}
        </Said>
        {button.objections?.map((one) => (
          <Said key={one.code} label={t("actions.refuses")}>
            {words.condition(button.table, one.when)} → {one.message[locale]}
          </Said>
        ))}
      </dl>
    </article>
  );
}

function ApprovalWords({ approval }: { approval: ApprovalDocument }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const rolesOf = useRoles();
  const { locale } = display;
  const { table } = approval;
  const who = (one: Approver): string => {
    if (one.department) return t("actions.headOf", { path: words.path(table, one.department) });
    if (one.head_of) return t("actions.headAbove", { path: words.path(table, one.head_of) });
    if (one.member) return words.path(table, one.member);
    return one.role ? rolesOf([one.role]) : "";
  };
  const short = approval.approver;
  const stages = approval.stages ?? [{ key: "only", approvers: short ? [short] : [] }];
  const fallback = approval.fallback ?? short?.fallback;
  return (
    <article className="gz-action-said">
      <header>
        <strong>{approval.label[locale]}</strong>
        <Tag color="purple">{t("actions.approval")}</Tag>
      </header>
      <dl>
        {stages.map((stage, at) => (
          <Said key={stage.key} label={stage.label?.[locale] ?? t("actions.stage", { number: at + 1 })}>
            {words.list(stage.approvers.map(who))}
            {stage.mode && stage.mode !== "any" && ` · ${t(`actions.modes.${stage.mode}`)}`}
            {stage.when && ` · ${t("actions.onlyIf", { condition: words.condition(table, stage.when) })}`}
          </Said>
        ))}
        {fallback && <Said label={t("actions.fallback")}>{rolesOf([fallback])}</Said>}
        {approval.copied && approval.copied.length > 0 && (
          <Said label={t("actions.copied")}>{words.list(approval.copied.map(who))}</Said>
        )}
        {approval.change && (
          <Said label={t("actions.change")}>
            {words.list(approval.change.fields.map((field) => words.path(table, field)))}
          </Said>
        )}
      </dl>
    </article>
  );
}

/** Buttons and approvals in words: who may press, when, and what happens. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type {
  ActionDocument,
  ActionKind,
  ApprovalDocument,
  Approver,
  ButtonDocument,
  Stage,
} from "../api/definitions";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { nodesOf } from "../automations/steps";
import { useWords } from "../automations/useWords";

export function ActionWords({ kind, document }: { kind: ActionKind; document: ActionDocument }) {
  return kind === "buttons" ? (
    <ButtonWords button={document as ButtonDocument} />
  ) : (
    <ApprovalWords approval={document as ApprovalDocument} />
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
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const rolesOf = useRoles();
  const { locale } = display;
  const said = nodesOf(button.do).map((node) => {
    const plain = node.kind === "decide" || node.kind === "withdraw";
    return `${plain ? "" : `${t(`automations.kinds.${node.kind}`)} `}${words.step(button.table, node)}`;
  });
  return (
    <dl className="gz-action-words">
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
        {said.join("；")}
        {button.system && <span className="gz-muted"> {t("actions.bySystem")}</span>}
      </Said>
      {button.objections?.map((one) => (
        <Said key={one.code} label={t("actions.refused")}>
          {words.condition(button.table, one.when)} → {one.message[locale]}
        </Said>
      ))}
    </dl>
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
    if ("department" in one) return t("actions.headOf", { path: words.path(table, one.department) });
    if ("head_of" in one) return t("actions.headAbove", { path: words.path(table, one.head_of) });
    return "member" in one ? words.path(table, one.member) : rolesOf([one.role]);
  };
  const short = approval.approver;
  const stages: Partial<Stage>[] = approval.stages ?? [
    { key: "only", approvers: short ? [{ department: short.department }] : [] },
  ];
  const fallback = approval.fallback ?? short?.fallback;
  return (
    <dl className="gz-action-words">
      {stages.map((stage, at) => (
        <Said key={stage.key} label={stage.label?.[locale] ?? t("actions.stage", { number: at + 1 })}>
          {words.list((stage.approvers ?? []).map(who))}
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
  );
}

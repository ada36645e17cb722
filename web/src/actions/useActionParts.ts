/** Buttons and approvals part by part, each in words: for lists, and to compare two versions of one. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  type ActionDocument,
  type ActionKind,
  type ApprovalDocument,
  type Approver,
  type ButtonDocument,
  EFFECTS,
  type Stage,
} from "../api/definitions";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { nodesOf, type StepNode } from "../automations/steps";
import { useWords } from "../automations/useWords";
import { useLimitWords } from "./useLimitWords";

export interface Part {
  key: string;
  label: string;
  text: string;
  /** As it stands in the definition. */
  raw: unknown;
  /** Said where all buttons and approvals are listed. */
  brief?: boolean;
}

export function useActionParts(): (kind: ActionKind, document: ActionDocument) => Part[] {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const limits = useLimitWords();
  const found = useQuery(rolesQuery(ws)).data ?? [];
  const { locale } = display;
  const rolesOf = (keys: readonly string[]) =>
    words.list(keys.map((key) => found.find((one) => one.key === key)?.label ?? key));
  const yes = (on: boolean) => t(on ? "automations.on" : "automations.off");

  const common = (document: ActionDocument): Part[] => [
    { key: "label", label: t("automations.name"), text: document.label[locale], raw: document.label },
    {
      key: "enabled",
      label: t("automations.state"),
      text: yes(document.enabled ?? true),
      raw: document.enabled ?? true,
    },
  ];

  const stepWords = (table: string, node: StepNode) => {
    const plain = node.kind === "decide" || node.kind === "withdraw";
    return `${plain ? "" : `${t(`automations.kinds.${node.kind}`)} `}${words.step(table, node)}`;
  };

  const button = (one: ButtonDocument): Part[] => {
    const said = nodesOf(one.do).map((node) => stepWords(one.table, node));
    const who = one.roles
      ? t("actions.roles", { roles: rolesOf(one.roles) })
      : t(one.right === "view" ? "actions.whoMayView" : "actions.whoMayEdit");
    return [
      ...common(one),
      { key: "who", label: t("actions.who"), text: who, raw: [one.roles, one.right], brief: true },
      {
        key: "when",
        label: t("actions.when"),
        text: one.when ? words.condition(one.table, one.when) : t("actions.always"),
        raw: one.when,
        brief: true,
      },
      {
        key: "inputs",
        label: t("actions.asks"),
        text: words.list(
          (one.inputs ?? []).map((each) => `${each.label[locale]}${each.required ? " *" : ""}`),
        ),
        raw: one.inputs,
        brief: true,
      },
      {
        key: "confirm",
        label: t("actions.confirm"),
        text: one.confirm?.[locale] ?? "",
        raw: one.confirm,
        brief: true,
      },
      ...said.map((text, at) => ({
        key: `do[${at}]`,
        label: said.length > 1 ? `${t("actions.does")} ${at + 1}` : t("actions.does"),
        text,
        raw: one.do[at],
        brief: true,
      })),
      {
        key: "system",
        label: t("actions.writing"),
        text: one.system ? t("actions.system") : "",
        raw: one.system,
        brief: true,
      },
      ...(one.objections ?? []).map((each, at) => ({
        key: `objections[${at}]`,
        label: t("actions.refused"),
        text: `${words.condition(one.table, each.when)} → ${each.message[locale]}`,
        raw: each,
        brief: true,
      })),
      {
        key: "message",
        label: t("actions.message"),
        text: one.message?.[locale] ?? "",
        raw: one.message,
      },
      {
        key: "once",
        label: t("actions.once"),
        text: one.once
          ? `${words.table(one.once.table)} · ${words.path(one.once.table, one.once.field)}`
          : "",
        raw: one.once,
      },
      {
        key: "limits",
        label: t("actions.limits"),
        text: one.limits ? limits(one.table, one.limits, one.inputs ?? []) : "",
        raw: one.limits,
      },
      { key: "lifts", label: t("actions.lifts"), text: words.list(one.lifts ?? []), raw: one.lifts },
      { key: "primary", label: t("actions.primary"), text: one.primary ? "✓" : "", raw: one.primary },
      { key: "icon", label: t("actions.icon"), text: one.icon ?? "", raw: one.icon },
    ];
  };

  const approval = (one: ApprovalDocument): Part[] => {
    const { table } = one;
    const who = (each: Approver): string => {
      if ("department" in each) return t("actions.headOf", { path: words.path(table, each.department) });
      if ("head_of" in each) return t("actions.headAbove", { path: words.path(table, each.head_of) });
      return "member" in each ? words.path(table, each.member) : rolesOf([each.role]);
    };
    const fields = (keys: readonly string[]) => words.list(keys.map((key) => words.path(table, key)));
    const state = tables.get(table)?.fields.find((field) => field.key === one.state);
    const stages: Partial<Stage>[] = one.stages ?? [
      { key: "only", approvers: one.approver ? [{ department: one.approver.department }] : [] },
    ];
    const stageWords = (stage: Partial<Stage>) =>
      [
        words.list((stage.approvers ?? []).map(who)),
        stage.mode && stage.mode !== "any" ? t(`actions.modes.${stage.mode}`) : "",
        stage.when ? t("actions.onlyIf", { condition: words.condition(table, stage.when) }) : "",
        stage.fields?.length ? `${t("actions.stageFields")} ${fields(stage.fields)}` : "",
      ]
        .filter(Boolean)
        .join(" · ");
    const fallback = one.fallback ?? one.approver?.fallback;
    return [
      ...common(one),
      { key: "state", label: t("actions.stateField"), text: words.path(table, one.state), raw: one.state },
      ...EFFECTS.map((effect) => ({
        key: `on.${effect}`,
        label: t(`actions.on.${effect}`),
        text: state?.options.find((option) => option.key === one.on[effect])?.label ?? one.on[effect],
        raw: one.on[effect],
      })),
      ...stages.map((stage, at) => ({
        key: `stages[${at}]`,
        label: stage.label?.[locale] ?? t("actions.stage", { number: at + 1 }),
        text: stageWords(stage),
        raw: one.stages ? stage : one.approver,
        brief: true,
      })),
      {
        key: "fallback",
        label: t("actions.fallback"),
        text: fallback ? rolesOf([fallback]) : "",
        raw: fallback,
        brief: true,
      },
      {
        key: "copied",
        label: t("actions.copied"),
        text: words.list((one.copied ?? []).map(who)),
        raw: one.copied,
        brief: true,
      },
      {
        key: "change",
        label: t("actions.change"),
        text: fields(one.change?.fields ?? []),
        raw: one.change,
        brief: true,
      },
      {
        key: "submitter",
        label: t("actions.submitter"),
        text: one.submitter ? words.path(table, one.submitter) : "",
        raw: one.submitter,
      },
      { key: "lifts", label: t("actions.locks"), text: words.list(one.lifts ?? []), raw: one.lifts },
    ];
  };

  return (kind, document) =>
    kind === "buttons" ? button(document as ButtonDocument) : approval(document as ApprovalDocument);
}

/** Definitions in words: what sets an automation off, what a step does, what a condition asks. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/rights";
import type { Condition, Table } from "../api/types";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { uiOf } from "../fields";
import { spanLabel } from "../fields/filters/spans";
import { operatorOf } from "../filter/model";
import type { Recipient, Trigger } from "./document";
import { fieldAt, pathLabel } from "./paths";
import type { Names, StepNode } from "./steps";

const NO_NAMES: Names = { found: [], made: [] };
const AND = { "zh-CN": " 且 ", en: " and " };
const OR = { "zh-CN": " 或 ", en: " or " };
const NOT = { "zh-CN": "并非", en: "not " };
/** Operators that a template uses and the form asks as "one of". */
const EQUALS: Record<string, { "zh-CN": string; en: string }> = {
  "=": { "zh-CN": "为", en: "is" },
  "!=": { "zh-CN": "不为", en: "is not" },
};
const LIST = { "zh-CN": "、", en: ", " };

export interface Words {
  table: (key: string) => string;
  path: (table: string, path: string) => string;
  list: (parts: readonly string[]) => string;
  trigger: (table: string, trigger: Trigger) => string;
  condition: (table: string, condition: Condition) => string;
  step: (table: string, node: StepNode, names?: Names) => string;
  target: (table: string, path: string, names?: Names) => string;
  recipient: (table: string, whom: Recipient) => string;
}

export function useWords(): Words {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const members = useQuery(membersQuery(ws)).data;
  const roles = useQuery(rolesQuery(ws)).data;
  const { locale } = display;
  return useMemo(() => {
    const list = (parts: readonly string[]) => parts.join(LIST[locale]);
    const table = (key: string) => tables.get(key)?.label ?? (key ? t("automations.hiddenTable") : "");
    const path = (of: string, dotted: string) => pathLabel(tables, tables.get(of), dotted);
    const approval = (of: string, key: string) =>
      tables.get(of)?.approvals?.find((one) => one.key === key)?.label ?? key;

    const said = (spec: Table | undefined, dotted: string, value: unknown): string => {
      const field = fieldAt(tables, spec, dotted);
      const one = (part: unknown): string => {
        if (part === "@me") return t("automations.variables.@me");
        const option = field?.options.find((each) => each.key === part)?.label;
        if (option) return option;
        const person = field?.value_type.startsWith("member") && members?.find((each) => each.id === part);
        if (person) return person.name;
        if (typeof part === "object" && part !== null && "relative" in part)
          return spanLabel(locale, part as { relative: string; n?: number });
        return String(part ?? "");
      };
      return Array.isArray(value) ? list(value.map(one)) : one(value);
    };
    const condition = (of: string, written: Condition): string => {
      if ("and" in written) return written.and.map((part) => bracketed(of, part)).join(AND[locale]);
      if ("or" in written) return written.or.map((part) => bracketed(of, part)).join(OR[locale]);
      if ("not" in written) return `${NOT[locale]}(${condition(of, written.not)})`;
      const test = written as { body?: string; op: string; value?: unknown };
      if (test.body !== undefined) return `${test.body} ${test.op} ${said(undefined, "", test.value)}`;
      const spec = tables.get(of);
      const field = fieldAt(tables, spec, written.field);
      const operator = field ? operatorOf(uiOf(field).operators, written.op)?.label[locale] : undefined;
      const value = written.value === undefined ? "" : ` ${said(spec, written.field, written.value)}`;
      return `${path(of, written.field)} ${operator ?? EQUALS[written.op]?.[locale] ?? written.op}${value}`;
    };
    const bracketed = (of: string, part: Condition) =>
      "and" in part || "or" in part ? `(${condition(of, part)})` : condition(of, part);

    const trigger = (of: string, what: Trigger): string => {
      const name = table(of);
      switch (what.on) {
        case "updated":
          return t("automations.says.updated", {
            table: name,
            fields: list(what.fields.map((key) => path(of, key))),
          });
        case "becomes":
          return t("automations.says.becomes", { table: name, condition: condition(of, what.condition) });
        case "linked":
          return t("automations.says.linked", { table: name, field: path(of, what.field) });
        case "button": {
          const label = tables.get(of)?.buttons.find((one) => one.key === what.button)?.label;
          return t("automations.says.button", { table: name, button: label ?? what.button });
        }
        case "approval":
          return what.outcome
            ? t("automations.says.approvalOutcome", {
                approval: approval(of, what.approval),
                outcome: t(`automations.outcomes.${what.outcome}`),
              })
            : t("automations.says.approval", { approval: approval(of, what.approval) });
        case "date": {
          const kind = what.days === 0 ? "dateOn" : what.days < 0 ? "dateBefore" : "dateAfter";
          return t(`automations.says.${kind}`, {
            field: path(of, what.field),
            count: Math.abs(what.days),
            at: what.at ?? "00:00",
          });
        }
        case "schedule":
          if ("cron" in what) return t("automations.says.cron", { cron: what.cron });
          return t(`automations.says.${what.every}`, {
            at: what.at,
            day: what.day ?? 1,
            weekday: t(`automations.weekdays.${String(what.weekday ?? 1) as "1"}`),
          });
        default:
          return t(`automations.says.${what.on}`, { table: name });
      }
    };

    const target = (of: string, dotted: string, names: Names = NO_NAMES): string => {
      const found = names.found.find((one) => one.name === dotted);
      if (found) return t("automations.targetFound", { name: dotted, table: table(found.table) });
      const [far = "", field] = dotted.split(".");
      const other = field ? tables.get(far) : undefined;
      return other ? `${other.label} · ${pathLabel(tables, other, field ?? "")}` : path(of, dotted);
    };
    const recipient = (of: string, whom: Recipient): string => {
      if ("field" in whom) return path(of, whom.field);
      if ("role" in whom) return roles?.find((one) => one.key === whom.role)?.label ?? whom.role;
      if ("member" in whom) return members?.find((one) => one.id === whom.member)?.name ?? `#${whom.member}`;
      return t("automations.recipientMe");
    };
    const fields = (of: string, values: Record<string, unknown> | undefined) =>
      list(Object.keys(values ?? {}).map((key) => path(of, key)));

    const step = (of: string, node: StepNode, names: Names = NO_NAMES): string => {
      const { parts } = node;
      switch (node.kind) {
        case "set":
          return t("automations.stepSays.set", { fields: fields(of, parts.set) });
        case "create":
          if (!parts.create) return "";
          return (
            t("automations.stepSays.create", {
              table: table(parts.create),
              fields: fields(parts.create, parts.values),
            }) +
            (parts.duplicates
              ? t("automations.stepSays.looksFirst", {
                  fields: list(parts.duplicates.fields.map((key) => path(parts.create ?? "", key))),
                })
              : "")
          );
        case "update": {
          if (!parts.update) return "";
          const found = names.found.find((one) => one.name === parts.update)?.table;
          const [far = "", own] = parts.update.split(".");
          const to = found ?? (own ? far : fieldAt(tables, tables.get(of), far)?.settings.table) ?? of;
          return t("automations.stepSays.update", {
            target: target(of, parts.update, names),
            fields: fields(to, parts.set),
          });
        }
        case "find":
          return parts.find
            ? t("automations.stepSays.find", { table: table(parts.find), name: parts.as ?? "" })
            : "";
        case "each":
          return parts.each ? target(of, parts.each, names) : "";
        case "branch":
          return t("automations.stepSays.branch", { count: node.ways.length });
        case "notify":
          if (!parts.notify?.to.length) return "";
          return t("automations.stepSays.notify", {
            to: list((parts.notify?.to ?? []).map((whom) => recipient(of, whom))),
            text: parts.notify?.text[locale] ?? "",
          });
        case "webhook":
          return parts.webhook?.url ?? "";
        case "submit":
          return parts.submit ? approval(of, parts.submit) : "";
        case "decide":
          if (!parts.decide) return "";
          return t(`automations.stepSays.${parts.outcome === "reject" ? "reject" : "approve"}`, {
            approval: approval(of, parts.decide),
          });
        case "withdraw":
          return parts.withdraw
            ? t("automations.stepSays.withdraw", { approval: approval(of, parts.withdraw) })
            : "";
        case "wait": {
          const { minutes, until } = parts.wait ?? {};
          if (until) return t("automations.stepSays.waitUntil", { field: path(of, until) });
          if (!minutes) return "";
          if (minutes % 1440 === 0) return t("automations.stepSays.waitDays", { count: minutes / 1440 });
          if (minutes % 60 === 0) return t("automations.stepSays.waitHours", { count: minutes / 60 });
          return t("automations.stepSays.waitMinutes", { count: minutes });
        }
        case "allocate": {
          const part = parts.allocate;
          if (!part?.amount || !part.over) return "";
          return t("automations.stepSays.allocate", {
            amount: path(of, part.amount),
            weight: part.weight,
            over: target(of, part.over, names),
          });
        }
        default:
          return Object.keys(parts).join(" ");
      }
    };
    return { table, path, list, trigger, condition, step, target, recipient };
  }, [tables, t, members, roles, locale]);
}

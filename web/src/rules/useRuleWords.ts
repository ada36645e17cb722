/** What a rule does, in one sentence. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/rights";
import type { RuleDocument, RuleKind } from "../api/rules";
import type { Condition, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { fieldAt, pathLabel } from "../automations/paths";
import { useWords } from "../automations/useWords";
import { shapeOf } from "./shapes";

const LIMITS = ["at_most", "at_least", "exactly"] as const;
const asList = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** A rule's sentence with the message that it tells. */
export function ruleInFull(t: TFunction, locale: "zh-CN" | "en", words: string, rule: RuleDocument): string {
  const said = rule.message?.[locale];
  return said ? `${words} · ${t("rules.saysMessage", { message: said })}` : words;
}

export function useRuleWords(table: Table) {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const roles = useQuery(rolesQuery(ws)).data;
  const { locale } = display;
  return useCallback(
    (kind: RuleKind, rule: RuleDocument): string => {
      const of = table.key;
      const join = (parts: readonly (string | number | false | null | undefined)[]) =>
        parts.filter(Boolean).join(locale === "en" ? "; " : "；");
      const label = (path: string | undefined) => (path ? words.path(of, path) : "…");
      const labels = (paths: readonly string[] | undefined) => words.list((paths ?? []).map(label));
      const when = (condition: Condition | undefined, name: "saysWhen" | "saysAmong", from = of) =>
        condition ? t(`rules.${name}`, { condition: words.condition(from, condition) }) : "";
      const named = (keys: readonly string[] | undefined) =>
        words.list((keys ?? []).map((key) => roles?.find((role) => role.key === key)?.label ?? key));
      const states = (keys: string | string[] | undefined) => {
        const options = table.fields.find((field) => field.key === rule.field)?.options ?? [];
        return words.list(
          asList(keys).map((key) => options.find((option) => option.key === key)?.label ?? key),
        );
      };
      switch (shapeOf(kind, rule)) {
        case "must":
          return (
            when(rule.when, "saysWhen") +
            t("rules.saysMust", { condition: rule.must ? words.condition(of, rule.must) : "…" })
          );
        case "required":
          return when(rule.when, "saysWhen") + t("rules.saysRequired", { fields: labels(rule.required) });
        case "unique":
          return (
            when(rule.when, "saysAmong") +
            t((rule.unique?.length ?? 0) > 1 ? "rules.saysUniqueTogether" : "rules.saysUnique", {
              fields: labels(rule.unique),
            })
          );
        case "duplicates":
          return (
            when(rule.when, "saysAmong") +
            t(`rules.saysDuplicates_${rule.duplicates?.match ?? "exact"}`, {
              fields: labels(rule.duplicates?.fields),
              percent: rule.duplicates?.likeness ?? 80,
            })
          );
        case "children": {
          if (!rule.children || Array.isArray(rule.children)) return "";
          const { table: child, where, min, max } = rule.children;
          const among = where ? t("rules.saysThose", { condition: words.condition(child, where) }) : "";
          return (
            when(rule.when, "saysWhen") +
            t("rules.saysChildren", { table: words.table(child), among }) +
            join([
              min !== undefined && t("rules.saysMin", { count: min }),
              max !== undefined && t("rules.saysMax", { count: max }),
            ])
          );
        }
        case "steps":
          return (
            t(asList(rule.from).length > 0 ? "rules.saysStepFrom" : "rules.saysStep", {
              field: label(rule.field),
              from: states(rule.from),
              to: states(rule.to),
            }) +
            join([
              rule.requires?.length && t("rules.saysRequired", { fields: labels(rule.requires) }),
              rule.guard && t("rules.saysMust", { condition: words.condition(of, rule.guard) }),
              rule.roles?.length && t("rules.saysRoles", { roles: named(rule.roles) }),
            ])
          );
        case "locks": {
          const some = Array.isArray(rule.fields) ? labels(rule.fields) : null;
          const lines = Array.isArray(rule.children) ? rule.children : [];
          return (
            when(rule.when, "saysWhen") +
            join([
              some ? t("rules.saysLocksSome", { fields: some }) : t("rules.saysLocks"),
              lines.length > 0 && t("rules.saysLocksLines", { fields: labels(lines) }),
              rule.delete === false && t("rules.mayDelete"),
              ...(rule.except ?? []).map((one) =>
                t("rules.saysExcept", {
                  who: one.roles?.length ? named(one.roles) : t("rules.anyRole"),
                  how: one.sources?.length
                    ? words.list(one.sources.map((source) => t(`rules.sources.${source as "ui"}`)))
                    : t("rules.anySource"),
                }),
              ),
            ])
          );
        }
        case "invariants": {
          const parent = tables.get(fieldAt(tables, table, rule.parent ?? "")?.settings.table ?? "");
          const op = LIMITS.find((name) => rule[name] !== undefined) ?? "at_most";
          const limit = rule[op];
          const to = typeof limit === "string" && parent ? pathLabel(tables, parent, limit) : "";
          return (
            (parent ? when(rule.when, "saysWhen", parent.key) : "") +
            t("rules.saysSum", {
              parent: label(rule.parent),
              sum: label(rule.sum),
              among: rule.where ? t("rules.saysThose", { condition: words.condition(of, rule.where) }) : "",
            }) +
            t(`rules.says_${op}`, {
              limit: typeof limit === "object" ? limit.value : `${label(rule.parent)} › ${to || "…"}`,
            })
          );
        }
        case "allocations": {
          const parent = tables.get(fieldAt(tables, table, rule.parent ?? "")?.settings.table ?? "");
          return t("rules.saysShares", {
            parent: label(rule.parent),
            of: parent ? pathLabel(tables, parent, rule.of ?? "") : (rule.of ?? "…"),
            weight: label(rule.weight),
            field: label(rule.field),
          });
        }
        case "ranges":
          return (
            when(rule.when, "saysAmong") +
            t(rule.to ? "rules.saysRange" : "rules.saysOpenRange", {
              from: label(asList(rule.from)[0]),
              to: label(asList(rule.to)[0]),
              by: rule.by?.length ? t("rules.saysBy", { fields: labels(rule.by) }) : "",
            }) +
            (rule.gaps === false ? t("rules.saysNoGaps") : "")
          );
        case "acyclic":
          return (
            when(rule.when, "saysAmong") +
            t("rules.saysAcyclic", { from: label(asList(rule.from)[0]), to: label(asList(rule.to)[0]) })
          );
      }
    },
    [table, tables, t, words, roles, locale],
  );
}

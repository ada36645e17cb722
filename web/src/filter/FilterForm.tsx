/** Edits a condition as rules and groups. Reports every complete state of it at once. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition, Field, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import type { FieldContext, FilterOp } from "../fields";
import "./filter.css";
import {
  conditionOf,
  emptyGroup,
  type Group,
  isHalf,
  modelOf,
  type Node,
  newRule,
  operatorOf,
  replaced,
  type Takes,
} from "./model";
import { asAsked, scopeContext, scopeFields } from "./paths";
import { type Compared, operatorsByType, RuleRow } from "./RuleRow";

interface FilterFormProps extends Compared {
  table: Table;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  /** What may be compared, where that is not the fields of the row and of those that its relations lead to. */
  fields?: Field[];
  /** What stands for whoever looks, and where candidates come from, where that is not as in a view. */
  context?: FieldContext;
  /** Told at once whether a rule is half-written. */
  onHalf?: (half: boolean) => void;
  pause?: number;
  /** What is said where there is no rule yet. */
  none?: string;
  /** Whether a first rule is there to be filled in where there is none. */
  begun?: boolean;
  /** A field that is asked for: a rule of it is there to be filled in, unless there is one already. */
  wanted?: string | undefined;
}

const REPORT_AFTER_MS = 300;
const MAX_DEPTH = 2;

export function FilterForm({
  table,
  condition,
  onChange,
  fields: offered,
  context,
  onHalf,
  pause = REPORT_AFTER_MS,
  none,
  begun = false,
  wanted,
  operatorsOf = operatorsByType,
  typed,
  choose,
}: FilterFormProps) {
  const { t } = useTranslation();
  const { contextOf, tables, member } = useWorkspace();
  const [start] = useState(condition);
  const fields = useMemo(() => offered ?? scopeFields(table, tables, start), [offered, table, tables, start]);
  const seen = useMemo(
    () =>
      context ??
      scopeContext(contextOf(table.key), tables, member.department_table, {
        me: t("settings.varMe"),
        reports: t("settings.varReports"),
        department: t("settings.varDepartment"),
        below: t("settings.varBelow"),
        headed: t("settings.varHeaded"),
      }),
    [context, contextOf, table.key, tables, member.department_table, t],
  );
  const byKey = useMemo(() => new Map(fields.map((field) => [field.key, field])), [fields]);
  const takes = useCallback<Takes>(
    (key, op) => {
      const field = byKey.get(key) ?? typed?.(key);
      return field ? (operatorOf(operatorsOf(field), op)?.takes ?? null) : null;
    },
    [byKey, operatorsOf, typed],
  );
  const [model, setModel] = useState<Group>(() => {
    const found = modelOf(offered ? condition : asAsked(condition, fields), takes);
    const asked = fields.filter((field) => field.key === wanted);
    if (asked.length > 0) {
      const there = found.items.some((item) => item.kind === "rule" && item.field === wanted);
      const rule = there ? null : blankRule(asked, operatorsOf, typed);
      return rule ? withRule(found, rule) : found;
    }
    const first = begun && found.items.length === 0 ? blankRule(fields, operatorsOf, typed) : null;
    return first ? { ...found, items: [first] } : found;
  });

  const report = useRef(onChange);
  const reportHalf = useRef(onHalf);
  useEffect(() => {
    report.current = onChange;
    reportHalf.current = onHalf;
  });
  useEffect(() => reportHalf.current?.(isHalf(model, takes)), [model, takes]);
  const last = useRef(JSON.stringify(conditionOf(model, takes)));
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = conditionOf(model, takes);
      const text = JSON.stringify(next);
      if (text === last.current) return;
      last.current = text;
      report.current(next);
    }, pause);
    return () => clearTimeout(timer);
  }, [model, takes, pause]);

  return (
    <div className="gz-filter">
      {model.items.length === 0 ? (
        <div className="gz-filter-none">
          {none === undefined ? (
            <>
              <strong>{t("filter.none")}</strong>
              <span className="gz-muted">{t("filter.noneHint")}</span>
            </>
          ) : (
            <span className="gz-muted">{none}</span>
          )}
        </div>
      ) : null}
      <GroupRows
        group={model}
        depth={0}
        fields={fields}
        context={seen}
        compared={{ operatorsOf, ...(typed ? { typed } : {}), ...(choose ? { choose } : {}) }}
        onChange={(id, next) => setModel((old) => replaced(old, id, next))}
      />
      {model.items.length > 0 && (
        <Button type="link" size="small" className="gz-filter-clear" onClick={() => setModel(emptyGroup())}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

interface GroupRowsProps {
  group: Group;
  depth: number;
  fields: Field[];
  context: FieldContext;
  compared: Compared;
  onChange: (id: string, next: Node | null) => void;
}

/** Of a rule whose field is still to be typed. */
const FIRST_OP: FilterOp = "=";

/** One more rule that has to hold beside those that are there. */
const withRule = (group: Group, rule: Node): Group =>
  group.join === "and" || group.items.length < 2
    ? { ...group, join: "and", items: [...group.items, rule] }
    : emptyGroup("and", [group, rule]);

function blankRule(fields: readonly Field[], operatorsOf: typeof operatorsByType, typed: Compared["typed"]) {
  const first = fields[0];
  if (first) return newRule(first.key, operatorsOf(first)[0]?.op ?? "not_empty");
  return typed ? newRule("", FIRST_OP) : null;
}

function GroupRows({ group, depth, fields, context, compared, onChange }: GroupRowsProps) {
  const { t } = useTranslation();
  const add = (item: Node) => onChange(group.id, { ...group, items: [...group.items, item] });
  const { operatorsOf = operatorsByType, typed } = compared;
  const blank = () => blankRule(fields, operatorsOf, typed);
  const joinOptions = [
    { value: "and", label: t("filter.and") },
    { value: "or", label: t("filter.or") },
  ];

  return (
    <div className="gz-filter-group" data-depth={depth} role="group" aria-label={t("filter.nested")}>
      {group.items.map((item, index) => (
        <div key={item.id} className="gz-filter-line">
          <div className="gz-filter-join">
            {index === 0 && <span>{t("filter.where")}</span>}
            {index === 1 && (
              <Select
                size="small"
                aria-label={`${t("filter.and")} / ${t("filter.or")}`}
                value={group.join}
                options={joinOptions}
                onChange={(join: Group["join"]) => onChange(group.id, { ...group, join })}
              />
            )}
            {index > 1 && <span>{t(`filter.${group.join}`)}</span>}
          </div>
          {item.kind === "rule" && (
            <RuleRow
              rule={item}
              fields={fields}
              context={context}
              {...compared}
              onChange={(next) => onChange(item.id, next)}
            />
          )}
          {item.kind === "group" && (
            <>
              <GroupRows
                group={item}
                depth={depth + 1}
                fields={fields}
                context={context}
                compared={compared}
                onChange={onChange}
              />
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t("filter.removeGroup")}
                onClick={() => onChange(item.id, null)}
              />
            </>
          )}
          {item.kind === "opaque" && (
            <>
              <span className="gz-filter-opaque">{t("filter.complex")}</span>
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t("filter.remove")}
                onClick={() => onChange(item.id, null)}
              />
            </>
          )}
        </div>
      ))}
      <div className="gz-filter-add">
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => {
            const rule = blank();
            if (rule) add(rule);
          }}
        >
          {t("filter.add")}
        </Button>
        {depth < MAX_DEPTH && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              const rule = blank();
              if (rule) add(emptyGroup(group.join === "and" ? "or" : "and", [rule]));
            }}
          >
            {t("filter.addGroup")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** How a computed value came about: formula, steps, counted rows and rows left out. */

import { useQuery } from "@tanstack/react-query";
import { Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explainQuery } from "../api/records";
import type { Field, Table, Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { asKeys, asReferences, decimal, isError, uiOf } from "../fields";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { isFinished } from "./explained";

interface ExplainProps {
  table: Table;
  record: number;
  field: Field;
}

export function ExplainButton({ table, record, field }: ExplainProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      title={t("record.explainTitle", { field: field.label })}
      content={<Explanation table={table} record={record} field={field} />}
    >
      <button
        type="button"
        className="gz-plain-button gz-equals"
        aria-expanded={open}
        aria-label={t("record.explain", { field: field.label })}
        title={t("record.explain", { field: field.label })}
      >
        =
      </button>
    </Popover>
  );
}

/** Steps carry every digit of a division; six after the point are enough to follow it. */
function shortened(value: string): string {
  const digits = value.split(".")[1]?.length ?? 0;
  return decimal.format(digits > 6 ? decimal.round(value, 6) : value, { scale: Math.min(digits, 6) });
}

function useShown() {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  return (value: Value | undefined, field?: Field): string => {
    if (value === null || value === undefined || value === "") return t("record.empty");
    if (field) return uiOf(field).shown(value, field, display);
    if (typeof value === "string" && decimal.isDecimal(value)) return shortened(value);
    if (typeof value === "boolean") return t(value ? "table.yes" : "table.no");
    if (isError(value)) return value.error;
    const references = asReferences(value);
    if (references.length > 0) return references.map((one) => one.label).join("、");
    return Array.isArray(value) ? asKeys(value).join("、") : String(value);
  };
}

export function Explanation({ table, record, field }: ExplainProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const shown = useShown();
  const { data, error, isPending, refetch } = useQuery(explainQuery(ws, table.key, record, field.key));
  if (isPending) return <Waiting rows={3} />;
  if (error) return <Failure error={error} retry={refetch} />;
  const rounding = (text: string) => {
    const scale = /^HALF_UP, (\d+)$/.exec(text)?.[1];
    return scale ? t("record.halfUp", { scale }) : text;
  };
  const fieldOf = (key: string) => table.fields.find((one) => one.key === key);
  const { rows } = data;
  return (
    <div className="gz-explanation">
      <p className="gz-explanation-value gz-tabular">{shown(data.value, field)}</p>
      {data.formula && <code className="gz-explanation-formula">{data.formula}</code>}
      {data.kind !== "rollup" && data.inputs.length > 0 && (
        <dl>
          {data.inputs.map((input) => (
            <div key={input.field}>
              <dt>{input.label}</dt>
              <dd className="gz-tabular">
                {isFinished(input.value, fieldOf(input.field))
                  ? input.value
                  : shown(input.value, fieldOf(input.field))}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {data.steps.length > 0 && (
        <ol aria-label={t("record.steps")}>
          {data.steps.map((step) => (
            <li key={step.text}>
              <span>{step.text}</span>
              <span className="gz-tabular">{shown(step.value)}</span>
            </li>
          ))}
        </ol>
      )}
      {data.moved_by && (
        <p className="gz-muted">
          {t("record.movedBy", {
            who: data.moved_by.member?.label ?? t("record.bySystem"),
            when: shown(data.moved_by.at, fieldOf("created_at")),
          })}
        </p>
      )}
      {rows && (
        <>
          <p>
            {t("record.counted", { count: rows.counted })}
            {rows.left_out > 0 && <>，{t("record.leftOut", { count: rows.left_out })}</>}
            {rows.hidden > 0 && <>，{t("record.hidden", { count: rows.hidden })}</>}
          </p>
          {rows.sample.length > 0 && (
            <ul aria-label={t("record.sample")}>
              {rows.sample.map((item) => (
                <li key={item.id}>
                  <span className="gz-ellipsis">{item.label}</span>
                  <span className="gz-tabular">{shown(item.value)}</span>
                </li>
              ))}
            </ul>
          )}
          {rows.left_out > 0 && (
            <>
              <p className="gz-muted">
                {t("record.notMet", { reason: rows.reasons.map((one) => one.reason).join("；") })}
              </p>
              <ul className="gz-explanation-left" aria-label={t("record.leftOutRows")}>
                {rows.left.map((item) => (
                  <li key={item.id}>
                    <span className="gz-ellipsis">
                      {item.label}
                      {item.unmet.length > 0 && rows.reasons[0]?.reason !== item.unmet.join(" , ") && (
                        <span className="gz-muted">
                          {" "}
                          · {t("record.unmet", { what: item.unmet.join("、") })}
                        </span>
                      )}
                    </span>
                    <span className="gz-tabular">{shown(item.value)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      {data.rounding && (
        <p className="gz-muted">
          {t("record.rounding")}：{rounding(data.rounding)}
        </p>
      )}
    </div>
  );
}

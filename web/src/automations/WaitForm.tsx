/** How long a run waits: for a time, or until what a date field says. */
import { InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { Line } from "./Line";
import { PathSelect } from "./PathSelect";
import type { StepFormProps } from "./StepForm";

const MINUTES = { minutes: 1, hours: 60, days: 1440 } as const;
type Unit = keyof typeof MINUTES;
const MOST_MINUTES = 525_600;
const isTime = (field: Field) => field.value_type === "date" || field.value_type === "datetime";

const unitOf = (minutes: number): Unit =>
  minutes % MINUTES.days === 0 ? "days" : minutes % MINUTES.hours === 0 ? "hours" : "minutes";

export function WaitForm({ node, around, onParts }: StepFormProps) {
  const { t } = useTranslation();
  const { minutes = 60, until } = node.parts.wait ?? {};
  const [unit, setUnit] = useState<Unit>(() => unitOf(minutes));
  const count = minutes / MINUTES[unit];
  const set = (amount: number, by: Unit) =>
    onParts({ wait: { minutes: Math.min(MOST_MINUTES, Math.max(1, Math.round(amount * MINUTES[by]))) } });
  return (
    <>
      <Line label={t("automations.waitFor")} hint={t("automations.waitHint")}>
        <div className="gz-flow-row">
          {until === undefined && (
            <InputNumber
              aria-label={t("automations.waitFor")}
              min={1}
              precision={0}
              value={count}
              onChange={(amount) => set(amount ?? 1, unit)}
            />
          )}
          <Select<Unit | "until">
            aria-label={t("automations.waitUntil")}
            className="gz-flow-source"
            value={until === undefined ? unit : "until"}
            options={[
              { value: "minutes", label: t("automations.waitMinutes") },
              { value: "hours", label: t("automations.waitHours") },
              { value: "days", label: t("automations.waitDays") },
              { value: "until", label: t("automations.waitUntil") },
            ]}
            onChange={(next) => {
              if (next === "until") onParts({ wait: { until: "" } });
              else {
                setUnit(next);
                set(until === undefined ? count : 1, next);
              }
            }}
          />
        </div>
      </Line>
      {until !== undefined && (
        <Line label={t("automations.waitUntilField")}>
          <PathSelect
            table={around.table}
            value={until}
            label={t("automations.waitUntilField")}
            fits={isTime}
            onChange={(path) => onParts({ wait: { until: path } })}
          />
        </Line>
      )}
    </>
  );
}

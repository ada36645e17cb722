/** A day counted from a date of the record. */
import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import type { Trigger } from "./document";
import { Line } from "./Line";
import { TimeOfDay } from "./TimeOfDay";

type OnDate = Extract<Trigger, { on: "date" }>;
type Direction = "on" | "before" | "after";

interface DateFormProps {
  table: string;
  trigger: OnDate;
  onChange: (trigger: OnDate) => void;
}

export function DateForm({ table, trigger, onChange }: DateFormProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const direction: Direction = trigger.days === 0 ? "on" : trigger.days < 0 ? "before" : "after";
  const far = Math.abs(trigger.days);
  const set = (next: Direction, days: number) =>
    onChange({ ...trigger, days: next === "on" ? 0 : (next === "before" ? -1 : 1) * Math.max(1, days) });
  return (
    <>
      <Line label={t("automations.dateField")}>
        <Select
          className="gz-flow-wide"
          aria-label={t("automations.dateField")}
          value={trigger.field || undefined}
          options={(tables.get(table)?.fields ?? [])
            .filter((field) => field.value_type === "date" || field.value_type === "datetime")
            .map((field) => ({ value: field.key, label: field.label }))}
          onChange={(field) => onChange({ ...trigger, field })}
        />
      </Line>
      <Line label={t("automations.days")}>
        <div className="gz-flow-row">
          <Select<Direction>
            className="gz-flow-source"
            aria-label={t("automations.direction")}
            value={direction}
            options={[
              { value: "on", label: t("automations.dayOf") },
              { value: "before", label: t("automations.before") },
              { value: "after", label: t("automations.after") },
            ]}
            onChange={(next) => set(next, far)}
          />
          {direction !== "on" && (
            <InputNumber
              aria-label={t("automations.days")}
              min={1}
              max={3650}
              precision={0}
              suffix={t("automations.daysUnit")}
              value={far}
              onChange={(days) => set(direction, days ?? 1)}
            />
          )}
        </div>
      </Line>
      <Line label={t("automations.at")}>
        <TimeOfDay
          label={t("automations.at")}
          value={trigger.at ?? ""}
          onChange={(at) => {
            const { at: _, ...rest } = trigger;
            onChange(at ? { ...rest, at } : rest);
          }}
        />
      </Line>
    </>
  );
}

/** Instants by the calendar: daily, weekly, monthly, or by cron. */
import { Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { CatchUp, Every, Trigger } from "./document";
import { Line } from "./Line";
import { TimeOfDay } from "./TimeOfDay";

type OnSchedule = Extract<Trigger, { on: "schedule" }>;

interface ScheduleFormProps {
  trigger: OnSchedule;
  onChange: (trigger: OnSchedule) => void;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function ScheduleForm({ trigger, onChange }: ScheduleFormProps) {
  const { t } = useTranslation();
  const cron = "cron" in trigger;
  const kept = trigger.catch_up ? { catch_up: trigger.catch_up } : {};
  const setEvery = (every: Every | "cron") => {
    if (every === "cron") onChange({ on: "schedule", cron: "0 9 * * 1-5", ...kept });
    else {
      const at = cron ? "09:00" : trigger.at;
      const day = every === "week" ? { weekday: 1 } : every === "month" ? { day: 1 } : {};
      onChange({ on: "schedule", every, at, ...day, ...kept });
    }
  };
  return (
    <>
      <Line label={t("automations.every")}>
        <div className="gz-flow-row">
          <Select<Every | "cron">
            className="gz-flow-source"
            aria-label={t("automations.every")}
            popupMatchSelectWidth={false}
            value={cron ? "cron" : trigger.every}
            options={[
              { value: "day", label: t("automations.everyDay") },
              { value: "week", label: t("automations.everyWeek") },
              { value: "month", label: t("automations.everyMonth") },
              { value: "cron", label: t("automations.everyCron") },
            ]}
            onChange={setEvery}
          />
          {!cron && trigger.every === "week" && (
            <Select
              className="gz-flow-source"
              aria-label={t("automations.weekday")}
              value={trigger.weekday ?? 1}
              options={WEEKDAYS.map((day) => ({ value: day, label: t(`automations.weekdays.${day}`) }))}
              onChange={(weekday) => onChange({ ...trigger, weekday })}
            />
          )}
          {!cron && trigger.every === "month" && (
            <InputNumber
              aria-label={t("automations.dayOfMonth")}
              min={1}
              max={31}
              precision={0}
              value={trigger.day ?? 1}
              onChange={(day) => onChange({ ...trigger, day: day ?? 1 })}
            />
          )}
          {!cron && (
            <TimeOfDay
              label={t("automations.at")}
              value={trigger.at}
              onChange={(at) => onChange({ ...trigger, at })}
            />
          )}
        </div>
        {!cron && trigger.every === "month" && (trigger.day ?? 1) > 28 && (
          <p className="gz-muted gz-flow-hint">{t("automations.dayOfMonthHint")}</p>
        )}
      </Line>
      {cron && (
        <Line label={t("automations.cron")} hint={t("automations.cronHint")}>
          {(id) => (
            <Input
              id={id}
              maxLength={100}
              value={trigger.cron}
              onChange={(event) => onChange({ ...trigger, cron: event.target.value })}
            />
          )}
        </Line>
      )}
      <Line label={t("automations.catchUp")}>
        <Select<CatchUp>
          className="gz-flow-source"
          aria-label={t("automations.catchUp")}
          value={trigger.catch_up ?? "once"}
          options={[
            { value: "once", label: t("automations.catchUpOnce") },
            { value: "all", label: t("automations.catchUpAll") },
          ]}
          onChange={(catch_up) => onChange({ ...trigger, catch_up })}
        />
      </Line>
    </>
  );
}

/** Whom a step tells what. */
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Line } from "./Line";
import { Recipients } from "./Recipients";
import type { StepFormProps } from "./StepForm";
import { TextWithFields } from "./TextWithFields";

export function NotifyForm({ node, around, onParts }: StepFormProps) {
  const { t } = useTranslation();
  const notify = node.parts.notify ?? { to: [], text: { "zh-CN": "", en: "" } };
  const put = (part: Partial<typeof notify>) => onParts({ notify: { ...notify, ...part } });
  return (
    <>
      <Line label={t("automations.recipients")}>
        <Recipients table={around.table} to={notify.to} onChange={(to) => put({ to })} />
      </Line>
      <Line label={t("automations.text")} hint={t("automations.textHint")}>
        <TextWithFields
          table={around.table}
          value={notify.text["zh-CN"]}
          label={t("automations.text")}
          onChange={(text) => put({ text: { ...notify.text, "zh-CN": text } })}
        />
      </Line>
      <Line label={t("automations.textEnglish")}>
        <TextWithFields
          table={around.table}
          value={notify.text.en}
          label={t("automations.textEnglish")}
          rows={1}
          onChange={(en) => put({ text: { ...notify.text, en } })}
        />
      </Line>
      <Line label={t("automations.once")} hint={t("automations.onceHint")}>
        {(id) => (
          <Input
            id={id}
            maxLength={200}
            value={notify.key ?? ""}
            onChange={(event) => {
              const { key: _, ...rest } = notify;
              onParts({ notify: event.target.value ? { ...rest, key: event.target.value } : rest });
            }}
          />
        )}
      </Line>
    </>
  );
}

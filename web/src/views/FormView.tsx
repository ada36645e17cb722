/** A view to fill in: its fields in its order, one new record after another. */
import { SettingOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft, Field, Row } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { FormField } from "../record/FormField";
import "../record/record.css";
import { forType } from "../record/recordTypes";
import { useNewRecord } from "../record/useNewRecord";
import { useTitleOf } from "../ui/FieldValue";
import { askable, FormSettings } from "./FormSettings";
import "./form.css";
import type { ViewProps } from "./props";

const NOTHING = {};

export function FormView({ table, view, onOpen }: ViewProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const titleOf = useTitleOf();
  const body = useRef<HTMLFormElement>(null);
  const [made, setMade] = useState<Row | null>(null);
  const asked = (values: Draft): Field[] => {
    const { fields } = forType(table, values);
    const keys = view?.fields.length ? view.fields : fields.map((field) => field.key);
    return keys.flatMap((key) => fields.find((field) => field.key === key) ?? []).filter(askable);
  };
  const { draft, problems, found, saving, context, set, reset, save } = useNewRecord(table, NOTHING, asked);
  const { display } = useWorkspace();
  const [setting, setSetting] = useState(false);
  const fields = asked(draft);
  const thanks = view?.settings.thanks;
  const said = thanks?.[display.locale] ?? thanks?.["zh-CN"] ?? thanks?.en;
  useEffect(() => {
    if (problems)
      body.current?.querySelector<HTMLElement>('[data-problem="true"]')?.scrollIntoView({ block: "center" });
  }, [problems]);

  if (!table.allowed.create) return <div className="gz-nothing">{t("table.formForbidden")}</div>;
  if (made) {
    return (
      <div className="gz-nothing" role="status">
        <h2>{t("table.formDone")}</h2>
        {said && <p className="gz-fill-thanks">{said}</p>}
        <p className="gz-muted">{titleOf(table, made.values) || table.label}</p>
        <div className="gz-nothing-actions">
          <Button onClick={() => onOpen(made.id)}>{t("table.formOpen")}</Button>
          <Button type="primary" autoFocus onClick={() => setMade(null)}>
            {t("table.formAnother")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="gz-fill">
      <form
        ref={body}
        className="gz-fill-sheet"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const row = saving ? null : await save();
          if (!row) return;
          reset();
          setMade(row);
        }}
      >
        <header className="gz-fill-head">
          <h2>{view?.label ?? table.label}</h2>
          {view?.editable && !view.locked && (
            <Button
              type="text"
              icon={<SettingOutlined aria-hidden />}
              aria-label={t("table.formSettings")}
              title={t("table.formSettings")}
              onClick={() => setSetting(true)}
            />
          )}
        </header>
        {problems && problems.general.length > 0 && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problems.general.map((line) => <div key={line}>{line}</div>)}
          />
        )}
        {fields.map((field, at) => (
          <FormField
            key={field.key}
            field={field}
            value={draft[field.key] ?? null}
            context={context}
            problem={problems?.fields[field.key] ?? null}
            found={found[field.key]}
            autoFocus={at === 0 && !phone}
            disabled={saving}
            onChange={(value) => set(field.key, value)}
          />
        ))}
        <Button type="primary" htmlType="submit" size="large" block={phone} loading={saving}>
          {t("table.formSubmit")}
        </Button>
      </form>
      {setting && view && <FormSettings table={table} view={view} onClose={() => setSetting(false)} />}
    </div>
  );
}

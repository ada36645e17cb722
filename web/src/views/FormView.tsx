/** A view to fill in: its fields in its order, one new record after another. */
import { Alert, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft, Field, Row } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { isWritable } from "../fields";
import { FormField } from "../record/FormField";
import { isSystem } from "../record/layout";
import "../record/record.css";
import { forType } from "../record/recordTypes";
import { useNewRecord } from "../record/useNewRecord";
import { useTitleOf } from "../ui/FieldValue";
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
    return keys
      .flatMap((key) => fields.find((field) => field.key === key) ?? [])
      .filter((field) => isWritable(field) && !isSystem(field) && field.type !== "subtable");
  };
  const { draft, problems, saving, context, set, reset, save } = useNewRecord(table, NOTHING, asked);
  const fields = asked(draft);
  useEffect(() => {
    if (problems)
      body.current?.querySelector<HTMLElement>('[data-problem="true"]')?.scrollIntoView({ block: "center" });
  }, [problems]);

  if (!table.allowed.create) return <div className="gz-nothing">{t("table.formForbidden")}</div>;
  if (made) {
    return (
      <div className="gz-nothing" role="status">
        <h2>{t("table.formDone")}</h2>
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
        <h2>{view?.label ?? table.label}</h2>
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
            autoFocus={at === 0 && !phone}
            disabled={saving}
            onChange={(value) => set(field.key, value)}
          />
        ))}
        <Button type="primary" htmlType="submit" size="large" block={phone} loading={saving}>
          {t("table.formSubmit")}
        </Button>
      </form>
    </div>
  );
}

/** A new record: every writable field by section; all refusals of the server at their fields, nothing typed is lost. */
import { Alert, App, Button, Drawer } from "antd";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ErrorsByPlace, errorsByPlace } from "../api/problem";
import type { Draft, Field, Row, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { type FieldContext, type InputProps, isWritable, toWire, uiOf, type Values } from "../fields";
import { useTitleOf } from "../ui/FieldValue";
import { defaultsOf, filledIn, isChanged } from "./draft";
import { isWide, ProtectedMark } from "./FieldRow";
import { isSystem, layoutOf } from "./layout";
import "./record.css";

interface CreateFormProps {
  table: Table;
  prefill: Values;
  onClose: () => void;
  onCreated?: (row: Row) => void;
}

export function CreateForm({ table, prefill, onClose, onCreated }: CreateFormProps) {
  const { key: ws, contextOf, member } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const phone = useIsPhone();
  const titleOf = useTitleOf();
  const writes = useWrites(ws, "create");
  const [start] = useState<Draft>(() => ({ ...defaultsOf(table, member), ...prefill }));
  const [draft, setDraft] = useState<Draft>(start);
  const [problems, setProblems] = useState<ErrorsByPlace | null>(null);
  const [saving, setSaving] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const typed = useRef(draft);
  useEffect(() => {
    typed.current = draft;
  });
  const context = useMemo<FieldContext>(() => {
    const plain = contextOf(table.key);
    return {
      ...plain,
      candidates: (of, field, q, options) =>
        plain.candidates(of, field, q, { ...options, values: shortValues(table, typed.current) }),
    };
  }, [contextOf, table]);
  const sections = useMemo(() => {
    const layout = layoutOf(table, { other: t("record.otherFields"), system: t("record.systemFields") });
    return layout.tabs
      .flatMap((tab) => tab.sections)
      .map((section) => ({
        ...section,
        fields: section.fields.filter(
          (field) => isWritable(field) && !isSystem(field) && field.type !== "subtable",
        ),
      }))
      .filter((section) => section.fields.length > 0);
  }, [table, t]);
  const shown = useMemo(
    () => sections.flatMap((section) => section.fields.map((field) => field.key)),
    [sections],
  );

  useEffect(() => {
    if (!problems) return;
    body.current?.querySelector<HTMLElement>('[data-problem="true"]')?.scrollIntoView({ block: "center" });
  }, [problems]);

  const missing = (): ErrorsByPlace | null => {
    const fields: Record<string, string> = {};
    for (const field of sections.flatMap((section) => section.fields)) {
      if (field.required && uiOf(field).isEmpty(draft[field.key] ?? null) && !hasServerDefault(field)) {
        fields[field.key] = t("record.missing", { field: field.label });
      }
    }
    return Object.keys(fields).length ? { fields, general: [] } : null;
  };

  const save = async (another: boolean) => {
    const incomplete = missing();
    setProblems(incomplete);
    if (incomplete) return;
    setSaving(true);
    try {
      const result = await writes.create(table.key, [toWire(filledIn(table, draft, start), table.fields)]);
      const row = result.records[0];
      if (!row) return;
      message.success(t("record.created", { name: titleOf(table, row.values) || table.label }));
      if (another) {
        setDraft(start);
        body.current?.scrollTo({ top: 0 });
      } else {
        onClose();
        onCreated?.(row);
      }
    } catch (error) {
      setProblems(errorsByPlace(error, shown));
    } finally {
      setSaving(false);
    }
  };

  const leave = () => {
    if (!isChanged(draft, start)) {
      onClose();
      return;
    }
    modal.confirm({
      title: t("record.discardTitle"),
      okText: t("record.discard"),
      okButtonProps: { danger: true },
      cancelText: t("record.keep"),
      onOk: onClose,
    });
  };

  return (
    <Drawer
      open
      title={t("record.createTitle", { table: table.label })}
      size={phone ? "100%" : 720}
      onClose={leave}
      keyboard
      mask={{ closable: !isChanged(draft, start) }}
      footer={
        <div className="gz-form-foot">
          <Button onClick={leave}>{t("frame.cancel")}</Button>
          {!phone && (
            <Button disabled={saving} onClick={() => save(true)}>
              {t("record.createAnother")}
            </Button>
          )}
          <Button type="primary" loading={saving} onClick={() => save(false)}>
            {t("frame.save")}
          </Button>
        </div>
      }
    >
      <div ref={body} className="gz-form">
        {problems && problems.general.length > 0 && (
          <Alert
            type="error"
            showIcon
            role="alert"
            style={{ marginBottom: 16 }}
            title={problems.general.map((line) => <div key={line}>{line}</div>)}
          />
        )}
        {sections.map((section, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no key and never move
          <section key={index} className="gz-section">
            {section.label && <h2>{section.label}</h2>}
            <div className="gz-section-fields">
              {section.fields.map((field, at) => (
                <FormField
                  key={field.key}
                  field={field}
                  value={draft[field.key] ?? null}
                  context={context}
                  problem={problems?.fields[field.key] ?? null}
                  autoFocus={index === 0 && at === 0 && !phone}
                  disabled={saving}
                  onChange={(value) => {
                    setDraft((old) => ({ ...old, [field.key]: value }));
                    setProblems((old) => without(old, field.key));
                  }}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
    </Drawer>
  );
}

/** What candidates may depend on: long texts and files do not travel along. */
function shortValues(table: Table, draft: Draft) {
  const fields = table.fields.filter((field) => isWritable(field) && !LONG.has(field.type));
  return toWire(Object.fromEntries(fields.map((field) => [field.key, draft[field.key] ?? null])), fields);
}
const LONG = new Set(["long_text", "attachment", "subtable"]);

const hasServerDefault = (field: Field): boolean => field.default !== null && field.default !== undefined;

function without(problems: ErrorsByPlace | null, key: string): ErrorsByPlace | null {
  if (!problems?.fields[key]) return problems;
  const fields = { ...problems.fields };
  delete fields[key];
  return { ...problems, fields };
}

type FormFieldProps = Pick<InputProps, "field" | "value" | "onChange" | "context"> & {
  problem: string | null;
  autoFocus: boolean;
  disabled: boolean;
};

function FormField({ field, value, onChange, context, problem, autoFocus, disabled }: FormFieldProps) {
  const id = useId();
  const Input = uiOf(field).input;
  return (
    <div className="gz-form-field" data-wide={isWide(field)} data-problem={problem !== null}>
      <label htmlFor={id} className="gz-field-name">
        <span>{field.label}</span>
        {field.required && <span className="gz-required">*</span>}
        <ProtectedMark field={field} />
      </label>
      <Input
        id={id}
        field={field}
        value={value}
        context={context}
        autoFocus={autoFocus}
        disabled={disabled}
        {...(problem ? { status: "error" as const } : {})}
        onChange={onChange}
      />
      {problem ? (
        <div className="gz-inline-problem" role="alert">
          {problem}
        </div>
      ) : (
        field.help && <div className="gz-form-help">{field.help}</div>
      )}
    </div>
  );
}

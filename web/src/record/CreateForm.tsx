/** A new record: every writable field by section; all refusals of the server at their fields, nothing typed is lost. */
import { Alert, App, Button, Drawer, Typography } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Draft, Field, Row, Table } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { isWritable, type Values } from "../fields";
import { useTitleOf } from "../ui/FieldValue";
import { useFocusBack } from "../ui/useFocusBack";
import { FormField } from "./FormField";
import { isSystem, layoutOf, type PageSection } from "./layout";
import { shortValues } from "./looking";
import { NewLines } from "./NewLines";
import "./record.css";
import { forType } from "./recordTypes";
import { useNewRecord } from "./useNewRecord";

interface CreateFormProps {
  table: Table;
  prefill: Values;
  onClose: () => void;
  onCreated?: (row: Row) => void;
}

type Tables = ReadonlyMap<string, Table>;

/** The table of the lines that one may make together with the record. */
function ownLines(field: Field, tables: Tables): Table | null {
  const child = tables.get(field.settings.table ?? "");
  return field.type === "subtable" && child?.allowed.create ? child : null;
}

/** What is filled in, by section; what the record is comes first, since the rest depends on it. */
function sectionsOf(table: Table, words: { other: string; system: string }, tables: Tables): PageSection[] {
  const kind = table.fields.find((field) => field.key === table.record_types?.field && isWritable(field));
  const sections = layoutOf(table, words)
    .tabs.flatMap((tab) => tab.sections)
    .map((section) => ({
      ...section,
      fields: section.fields.filter(
        (field) =>
          isWritable(field) &&
          !isSystem(field) &&
          field !== kind &&
          (field.type !== "subtable" || ownLines(field, tables) !== null),
      ),
    }))
    .filter((section) => section.fields.length > 0);
  return kind ? [{ label: null, fields: [kind] }, ...sections] : sections;
}

export function CreateForm({ table, prefill, onClose, onCreated }: CreateFormProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const phone = useIsPhone();
  const titleOf = useTitleOf();
  const body = useRef<HTMLDivElement>(null);
  useFocusBack();
  const words = useMemo(() => ({ other: t("record.otherFields"), system: t("record.systemFields") }), [t]);
  const asked = (values: Draft) =>
    sectionsOf(forType(table, values), words, tables).flatMap((section) => section.fields);
  const { draft, problems, found, saving, changed, context, foreseen, set, reset, save } = useNewRecord(
    table,
    prefill,
    asked,
  );
  const type = table.record_types && draft[table.record_types.field];
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the draft only the type counts
  const sections = useMemo(
    () => sectionsOf(forType(table, draft), words, tables),
    [table, type, words, tables],
  );

  const numbered = table.fields.filter((field) => field.type === "autonumber").map((field) => field.label);
  const lines = sections.some((section) => section.fields.some((field) => field.type === "subtable"));

  useEffect(() => {
    if (!problems) return;
    body.current?.querySelector<HTMLElement>('[data-problem="true"]')?.scrollIntoView({ block: "center" });
  }, [problems]);

  const submit = async (another: boolean) => {
    const row = await save();
    if (!row) return;
    message.success(t("record.created", { name: titleOf(table, row.values) || table.label }));
    if (another) {
      reset();
      body.current?.scrollTo({ top: 0 });
    } else {
      onClose();
      onCreated?.(row);
    }
  };

  const leave = () => {
    if (!changed) {
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
      size={phone ? "100%" : lines ? 960 : 720}
      onClose={leave}
      keyboard
      mask={{ closable: !changed }}
      footer={
        <div className="gz-form-foot">
          <Button onClick={leave}>{t("frame.cancel")}</Button>
          {!phone && (
            <Button disabled={saving} onClick={() => submit(true)}>
              {t("record.createAnother")}
            </Button>
          )}
          <Button type="primary" loading={saving} onClick={() => submit(false)}>
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
              {section.fields.map((field, at) => {
                const child = ownLines(field, tables);
                return child ? (
                  <NewLines
                    key={field.key}
                    field={field}
                    child={child}
                    value={draft[field.key] ?? null}
                    problems={problems?.fields ?? {}}
                    disabled={saving}
                    owner={() => shortValues(table, draft)}
                    titled={section.label !== field.label}
                    foreseen={foreseen?.[field.key] ?? null}
                    onChange={(value) => set(field.key, value)}
                  />
                ) : (
                  <FormField
                    key={field.key}
                    field={field}
                    value={draft[field.key] ?? null}
                    context={context}
                    problem={problems?.fields[field.key] ?? null}
                    found={found[field.key]}
                    autoFocus={index === 0 && at === 0 && !phone}
                    disabled={saving}
                    onChange={(value) => set(field.key, value)}
                  />
                );
              })}
            </div>
          </section>
        ))}
        {numbered.length > 0 && (
          <Typography.Text type="secondary">
            {t("record.numberedWhenSaved", { fields: numbered.join(t("record.listed")) })}
          </Typography.Text>
        )}
      </div>
    </Drawer>
  );
}

/** Makes a record type or changes one: its name, what it wants, offers and shows, and who may give it. */
import { Alert, App, Button, Drawer, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import type { Field, Option, Table, WrittenTypes } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { colorClass, PALETTE } from "../fields";
import { draftOf, fillable, narrowable, type TypeDraft, withType } from "./draft";
import "../record/record.css";
import "../schema/schema.css";
import { SectionsEditor } from "./SectionsEditor";
import { choicesOf, useSaveTypes } from "./useSaveTypes";

interface TypeDrawerProps {
  table: Table;
  field: Field;
  written: WrittenTypes;
  roles: readonly { key: string; label: string }[];
  /** Null for a new type. */
  option: Option | null;
  onClose: () => void;
}

export function TypeDrawer({ table, field, written, roles, option, onClose }: TypeDrawerProps) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const phone = useIsPhone();
  const { put, choose } = useSaveTypes(table);
  const [start] = useState(() => draftOf(written, option));
  const [draft, setDraft] = useState<TypeDraft>(start);
  const [made, setMade] = useState<string | null>(option?.key ?? null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<TypeDraft>) => setDraft((old) => ({ ...old, ...part }));
  const fixed = Boolean(field.protected);
  const choosing = narrowable(table, field.key);
  const changed = JSON.stringify(draft) !== JSON.stringify(start);
  const label = draft.label.trim();
  const taken = field.options.some((one) => one.key !== made && one.label.trim() === label);

  /** The option of the type, made or renamed first: what is said of a type hangs on its key. */
  const keyOf = async (): Promise<string> => {
    const choices = choicesOf(field);
    if (!made) {
      const known = new Set(choices.map((choice) => choice.key));
      const own = { label, color: draft.color, archived: false };
      const after = await choose(field, [...choices, own]);
      const key = after?.options.find((one) => !known.has(one.key))?.key ?? "";
      setMade(key);
      return key;
    }
    if (label !== start.label || draft.color !== start.color) {
      const own = { label, color: draft.color };
      await choose(
        field,
        choices.map((choice) => (choice.key === made ? { ...choice, ...own } : choice)),
      );
    }
    return made;
  };
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await put(withType(written, await keyOf(), draft));
      message.success(t("recordTypes.saved"));
      onClose();
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  const leave = () => {
    if (!changed) return onClose();
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
      size={phone ? "100%" : 560}
      title={option ? t("recordTypes.editTitle", { type: option.label }) : t("recordTypes.newTitle")}
      onClose={leave}
      mask={{ closable: !changed }}
      footer={
        <div className="gz-form-foot">
          <Button onClick={leave}>{t("frame.cancel")}</Button>
          <Button type="primary" loading={busy} disabled={!label || taken} onClick={() => void save()}>
            {t("frame.save")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical">
        {problem && <Alert type="error" showIcon role="alert" title={problem} style={{ marginBottom: 16 }} />}
        <Form.Item
          label={t("recordTypes.name")}
          htmlFor="type-name"
          required
          {...(taken ? { validateStatus: "error" as const, help: t("recordTypes.taken") } : {})}
          {...(fixed ? { extra: t("recordTypes.fixed") } : {})}
        >
          <div className="gz-type-naming">
            <Select
              value={draft.color}
              disabled={fixed}
              aria-label={t("schema.color")}
              popupMatchSelectWidth={false}
              onChange={(color) => set({ color })}
              options={PALETTE.map((color) => ({
                value: color,
                label: <span className={`gz-swatch ${colorClass(color)}`} title={color} />,
              }))}
            />
            <Input
              id="type-name"
              disabled={fixed}
              maxLength={100}
              autoFocus={option === null}
              value={draft.label}
              placeholder={t("recordTypes.nameHint")}
              onChange={(event) => set({ label: event.target.value })}
            />
          </div>
        </Form.Item>
        <Form.Item
          label={t("recordTypes.required")}
          htmlFor="type-required"
          extra={t("recordTypes.requiredHint")}
        >
          <Select
            id="type-required"
            mode="multiple"
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t("recordTypes.noneRequired")}
            value={draft.required}
            options={fillable(table, field.key).map((one) => ({ value: one.key, label: one.label }))}
            onChange={(required: string[]) => set({ required })}
          />
        </Form.Item>
        {choosing.length > 0 && (
          <Form.Item label={t("recordTypes.options")} extra={t("recordTypes.optionsHint")}>
            <div className="gz-type-options">
              {choosing.map((one) => (
                <div key={one.key} className="gz-type-option">
                  <label htmlFor={`type-options-${one.key}`}>{one.label}</label>
                  <Select
                    id={`type-options-${one.key}`}
                    mode="multiple"
                    allowClear
                    showSearch={{ optionFilterProp: "label" }}
                    placeholder={t("recordTypes.allOptions")}
                    value={draft.options[one.key] ?? []}
                    options={one.options
                      .filter((choice) => !choice.archived)
                      .map((choice) => ({ value: choice.key, label: choice.label }))}
                    onChange={(keys: string[]) => set({ options: { ...draft.options, [one.key]: keys } })}
                  />
                </div>
              ))}
            </div>
          </Form.Item>
        )}
        <Form.Item label={t("recordTypes.page")}>
          <SectionsEditor
            table={table}
            kind={field.key}
            sections={draft.sections}
            onChange={(sections) => set({ sections })}
          />
        </Form.Item>
        <Form.Item label={t("recordTypes.roles")} htmlFor="type-roles" extra={t("recordTypes.rolesHint")}>
          <Select
            id="type-roles"
            mode="multiple"
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t("recordTypes.everybody")}
            value={draft.roles}
            options={roles.map((role) => ({ value: role.key, label: role.label }))}
            onChange={(keys: string[]) => set({ roles: keys })}
          />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

/** Makes a field or changes one: its name, type and settings. What a template protects is unlocked with a reason. */
import { Alert, App, Button, Checkbox, Drawer, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/problem";
import { addField, changeField, type FieldSteering } from "../api/schema";
import type { Field, Table, View } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Aliases } from "./Aliases";
import { COMPUTED, draftOf, emptyDraft, type FieldDraft, ofNoType, partsOf, UNIQUE } from "./draft";
import { DefaultForm, hasDefault } from "./forms/DefaultForm";
import { Settings } from "./Settings";
import { newSubtable } from "./subtables";
import { TypePicker } from "./TypePicker";
import { useStructure } from "./useStructure";
import "./schema.css";

interface FieldDrawerProps {
  table: Table;
  view: View | null;
  /** Null for a new field, which is put behind `after`. */
  field: Field | null;
  after: string | null;
  onClose: () => void;
}

/** Refusals that a person may overrule, knowing what they do. */
const CONFIRMABLE = new Set(["schema.duplicate_relation", "schema.loses_digits"]);

/** Types whose settings hold a condition. */
const WIDE: ReadonlySet<string> = new Set(["relation", "relations", "rollup"]);

export function FieldDrawer({ table, view, field, after, onClose }: FieldDrawerProps) {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const refresh = useStructure();
  const [before] = useState<FieldDraft | null>(() => (field ? draftOf(field) : null));
  const [draft, setDraft] = useState<FieldDraft>(() => before ?? emptyDraft());
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [half, setHalf] = useState(false);
  const [unlock, setUnlock] = useState(false);
  const [reason, setReason] = useState("");
  const change = (part: Partial<FieldDraft>) => setDraft((now) => ({ ...now, ...part }));
  const locked = Boolean(field?.protected);

  /** The list on the far side of the relation that has been saved. */
  const list = async (label: string, via: string) => {
    const far = String(draft.options.table);
    try {
      await addField(ws, far, {
        type: "relations",
        label,
        options: { table: table.key, via },
        confirm: true,
      });
    } catch (error) {
      modal.warning({
        title: t("schema.inverseFailed"),
        content: sentence(error),
        okText: t("schema.confirm"),
      });
    }
  };

  const save = async (steering: FieldSteering = {}) => {
    const parts = partsOf(draft, before);
    const all = {
      ...steering,
      ...(unlock ? { unlock } : {}),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    };
    setBusy(true);
    setProblem(null);
    try {
      if (!field && draft.type === "subtable" && !draft.options.table) {
        const words = { lines: draft.lines?.trim() || draft.label.trim(), order: t("schema.linesOrder") };
        const lines = await newSubtable(ws, table, words);
        change({ options: lines });
        parts.options = lines;
      }
      const { job, field: made = { key: draft.key } } = field
        ? await changeField(ws, table.key, field.key, { ...parts, ...all })
        : await addField(ws, table.key, {
            ...parts,
            ...all,
            type: draft.type,
            ...(after ? { after } : {}),
            ...(view ? { view: view.key } : {}),
          });
      if (draft.inverse?.trim() && draft.options.table) await list(draft.inverse.trim(), made.key);
      await refresh();
      if (job) message.info(t("schema.takesLong"));
      else message.success(t("schema.saved"));
      onClose();
    } catch (error) {
      const code = error instanceof Problem ? error.errors[0]?.code : undefined;
      if (code && CONFIRMABLE.has(code) && !steering.confirm) {
        modal.confirm({
          title: t("schema.sure"),
          content: sentence(error),
          okText: t("schema.confirm"),
          cancelText: t("schema.cancel"),
          onOk: () => save({ confirm: true }),
        });
      } else setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Drawer
      open
      size={WIDE.has(draft.type) ? 680 : 480}
      title={field ? t("schema.editTitle", { field: field.label }) : t("schema.newField")}
      onClose={onClose}
      footer={
        <div className="gz-schema-foot">
          <Button onClick={onClose}>{t("schema.cancel")}</Button>
          <Button
            type="primary"
            loading={busy}
            disabled={!draft.label.trim() || half}
            onClick={() => void save()}
          >
            {field ? t("schema.save") : t("schema.create")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical" onFinish={() => void save()}>
        {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
        {locked && (
          <Alert
            type="warning"
            showIcon
            style={{ marginBottom: 16 }}
            title={t("schema.locked")}
            description={
              <>
                {member.admin && (
                  <Checkbox checked={unlock} onChange={(event) => setUnlock(event.target.checked)}>
                    {t("schema.unlock")}
                  </Checkbox>
                )}
                <Input
                  value={reason}
                  maxLength={500}
                  aria-label={t("schema.reason")}
                  placeholder={t("schema.reason")}
                  onChange={(event) => setReason(event.target.value)}
                />
              </>
            }
          />
        )}
        <Form.Item label={t("schema.name")} htmlFor="schema-name" required>
          <Input
            id="schema-name"
            autoFocus
            maxLength={100}
            value={draft.label}
            onChange={(event) => change({ label: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t("schema.type")} htmlFor="schema-type">
          <TypePicker
            id="schema-type"
            value={draft.type}
            disabled={field !== null}
            onChange={(type) => change({ type, ...ofNoType() })}
          />
        </Form.Item>
        <Settings
          key={draft.type}
          table={table}
          draft={draft}
          field={field}
          onChange={change}
          onHalf={setHalf}
        />
        {hasDefault(draft.type) && (
          <DefaultForm table={table} draft={draft} onChange={(given) => change({ default: given })} />
        )}
        <Form.Item label={t("schema.help")} htmlFor="schema-help" extra={t("schema.helpHint")}>
          <Input.TextArea
            id="schema-help"
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            value={draft.help}
            onChange={(event) => change({ help: event.target.value })}
          />
        </Form.Item>
        <Form.Item
          label={t("schema.apiKey")}
          htmlFor="schema-key"
          extra={
            <>
              {t(field ? "schema.apiKeyHint" : "schema.apiKeyNew")}
              {field && <Aliases table={table.key} field={field} />}
            </>
          }
        >
          <Input
            id="schema-key"
            maxLength={50}
            value={draft.key}
            onChange={(event) => change({ key: event.target.value })}
          />
        </Form.Item>
        {!COMPUTED.has(draft.type) && (
          <Form.Item>
            <Checkbox
              checked={draft.required}
              onChange={(event) => change({ required: event.target.checked })}
            >
              {t("schema.required")}
            </Checkbox>
            {UNIQUE.has(draft.type) && (
              <Checkbox checked={draft.unique} onChange={(event) => change({ unique: event.target.checked })}>
                {t("schema.unique")}
              </Checkbox>
            )}
          </Form.Item>
        )}
      </Form>
    </Drawer>
  );
}

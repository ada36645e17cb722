/** Makes a webhook or changes one: the table, the events, the fields it is about, a condition, and where to. */
import { Alert, App, Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { addWebhook, changeWebhook, EVENTS, type Webhook, type WebhookDraft } from "../api/webhooks";
import { useWorkspace } from "../app/workspace";
import { PathConditionForm } from "../filter/PathConditionForm";
import { useSettingsChanged } from "./useSettingsChanged";

const BLANK: WebhookDraft = {
  label: "",
  table: "",
  url: "",
  events: [...EVENTS],
  fields: null,
  condition: null,
};

export function WebhookForm({ hook, close }: { hook: Webhook | null; close: () => void }) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useSettingsChanged();
  const [draft, setDraft] = useState<WebhookDraft>(hook ?? BLANK);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [half, setHalf] = useState(false);
  const set = (part: Partial<WebhookDraft>) => setDraft((now) => ({ ...now, ...part }));
  const ready = !half && draft.label.trim() && draft.table && draft.url.trim() && draft.events.length > 0;
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const { label, table, url, events, fields, condition } = draft;
    const given = { label: label.trim(), url: url.trim(), events, fields, condition };
    try {
      if (hook) await changeWebhook(ws, hook.id, given);
      else await addWebhook(ws, { ...given, table });
      message.success(t("webhooks.saved"));
      await changed();
      close();
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t(hook ? "webhooks.edit" : "webhooks.add")}
      okText={t("webhooks.save")}
      okButtonProps={{ disabled: !ready, loading: busy }}
      width={640}
      onOk={save}
      onCancel={close}
    >
      <Form layout="vertical">
        {problem && <Alert type="error" showIcon title={problem} role="alert" />}
        <Form.Item label={t("webhooks.name")} htmlFor="webhook-label" required>
          <Input
            id="webhook-label"
            maxLength={200}
            value={draft.label}
            onChange={(event) => set({ label: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t("webhooks.table")} htmlFor="webhook-table" required>
          <Select
            id="webhook-table"
            showSearch={{ optionFilterProp: "label" }}
            disabled={hook !== null}
            value={draft.table || null}
            onChange={(table: string) => set({ table, fields: null, condition: null })}
            options={[...tables.values()].map(({ key, label }) => ({ value: key, label }))}
          />
        </Form.Item>
        <Form.Item label={t("webhooks.events")}>
          <Checkbox.Group
            value={draft.events}
            onChange={(events) => set({ events })}
            options={EVENTS.map((event) => ({ value: event, label: t(`webhooks.${event}`) }))}
          />
        </Form.Item>
        <Form.Item label={t("webhooks.fields")} htmlFor="webhook-fields" extra={t("webhooks.fieldsHint")}>
          <Select
            id="webhook-fields"
            mode="multiple"
            allowClear
            placeholder={t("webhooks.allFields")}
            value={draft.fields ?? []}
            onChange={(fields: string[]) => set({ fields: fields.length > 0 ? fields : null })}
            options={(tables.get(draft.table)?.fields ?? []).map(({ key, label }) => ({ value: key, label }))}
          />
        </Form.Item>
        {draft.table && (
          <section className="gz-webhook-condition" aria-label={t("webhooks.condition")}>
            <h3>{t("webhooks.condition")}</h3>
            <PathConditionForm
              key={draft.table}
              table={draft.table}
              condition={draft.condition}
              add={t("automations.addCondition")}
              onHalf={setHalf}
              onChange={(condition) => set({ condition })}
            />
            <p className="gz-muted">{t("webhooks.conditionHint")}</p>
          </section>
        )}
        <Form.Item label={t("webhooks.url")} htmlFor="webhook-url" required extra={t("webhooks.urlHint")}>
          <Input
            id="webhook-url"
            placeholder="https://"
            maxLength={2000}
            value={draft.url}
            onChange={(event) => set({ url: event.target.value })}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

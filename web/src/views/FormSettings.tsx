/** What a form asks for, in its order, and what it says once it is sent. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import type { Field, Table, View } from "../api/types";
import { changeView } from "../api/views";
import { tablesQuery } from "../api/workspace";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { isWritable } from "../fields";
import { isSystem } from "../record/layout";
import { OrderedFields } from "../ui/OrderedFields";
import { bothOf, type Said, SaidInput } from "../ui/SaidInput";

/** What a form can ask for. */
export const askable = (field: Field): boolean =>
  isWritable(field) && !isSystem(field) && field.type !== "subtable";

interface FormSettingsProps {
  table: Table;
  view: View;
  onClose: () => void;
}

export function FormSettings({ table, view, onClose }: FormSettingsProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const phone = useIsPhone();
  const fields = table.fields.filter(askable);
  const [keys, setKeys] = useState(() =>
    view.fields.length > 0 ? view.fields : fields.map((field) => field.key),
  );
  const [thanks, setThanks] = useState<Said>(view.settings.thanks ?? {});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const missing = fields.filter((field) => field.required && !field.default && !keys.includes(field.key));

  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { thanks: _, ...others } = view.settings;
      const said = bothOf(thanks);
      await changeView(ws, table.key, view.key, {
        fields: keys,
        settings: said ? { ...others, thanks: said } : others,
      });
      await client.invalidateQueries({ queryKey: tablesQuery(ws).queryKey });
      message.success(t("table.viewSaved"));
      onClose();
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Drawer
      open
      size={phone ? "100%" : 480}
      title={t("table.formSettings")}
      onClose={onClose}
      footer={
        <div className="gz-form-foot">
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button type="primary" loading={busy} disabled={keys.length === 0} onClick={() => void save()}>
            {t("frame.save")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical">
        {problem && <Alert type="error" showIcon role="alert" title={problem} style={{ marginBottom: 16 }} />}
        <Form.Item label={t("table.formFields")}>
          <OrderedFields label={t("table.formFields")} fields={fields} keys={keys} onChange={setKeys} />
          {missing.length > 0 && (
            <Alert
              type="warning"
              showIcon
              style={{ marginTop: 8 }}
              title={t("table.formMissing", { fields: missing.map((field) => field.label).join("、") })}
            />
          )}
        </Form.Item>
        <Form.Item label={t("table.formThanks")} htmlFor="form-thanks" extra={t("table.formThanksHint")}>
          <SaidInput
            id="form-thanks"
            label={t("table.formThanks")}
            long
            maxLength={2000}
            value={thanks}
            onChange={setThanks}
          />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

/** Another type for a field with values: what would become of them, choices for what is unclear, then the conversion. */
import { Alert, App, Button, Form, Modal, Select, Tag } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import { type ConversionPreview, convertField, type Outcome } from "../api/schema";
import type { Field, FieldType, Table } from "../api/types";
import { pastAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { TypePicker } from "./TypePicker";
import { useStructure } from "./useStructure";
import "./schema.css";

const TARGETS: readonly FieldType[] = [
  "text",
  "long_text",
  "number",
  "money",
  "percent",
  "date",
  "datetime",
  "option",
  "multi_option",
  "checkbox",
  "phone",
  "email",
  "url",
];
const EMPTY = "\u0000";
const OUTCOMES: readonly Outcome[] = ["ambiguous", "unparseable", "converted"];
const COLORS: Record<Outcome, string> = { converted: "green", ambiguous: "orange", unparseable: "red" };

export function ConvertDialog({
  table,
  field,
  onClose,
}: {
  table: Table;
  field: Field;
  onClose: () => void;
}) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const refresh = useStructure();
  const navigate = useNavigate();
  const [type, setType] = useState<FieldType>();
  const [preview, setPreview] = useState<ConversionPreview | null>(null);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!type) return;
    let current = true;
    setPreview(null);
    setChosen({});
    setProblem(null);
    convertField(ws, table.key, field.key, { type, dry_run: true })
      .then((answer) => current && setPreview(answer.preview ?? null))
      .catch((error: unknown) => current && setProblem(sentence(error)));
    return () => {
      current = false;
    };
  }, [ws, table.key, field.key, type]);

  const open = preview?.samples.ambiguous.filter((sample) => chosen[sample.text] === undefined) ?? [];
  const outcomes = OUTCOMES.filter((outcome) => preview && preview[outcome] > 0);
  const apply = async () => {
    if (!type) return;
    setBusy(true);
    try {
      const resolutions = Object.fromEntries(
        Object.entries(chosen).map(([text, value]) => [text, value === EMPTY ? null : value]),
      );
      const { job } = await convertField(ws, table.key, field.key, { type, dry_run: false, resolutions });
      await refresh();
      if (job) message.info(t("schema.takesLong"));
      else
        message.success({
          duration: 8,
          content: (
            <span>
              {t("schema.convertedDone")}{" "}
              <button
                type="button"
                className="gz-plain-button gz-link"
                onClick={() => void navigate(pastAddress(ws, "structure"))}
              >
                {t("schema.undo")}
              </button>
            </span>
          ),
        });
      onClose();
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      width={560}
      title={t("schema.convertTitle", { field: field.label })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("schema.cancel")}</Button>
          <Button
            type="primary"
            loading={busy}
            disabled={!preview || open.length > 0}
            onClick={() => void apply()}
          >
            {t("schema.apply")}
          </Button>
        </>
      }
    >
      <Form layout="vertical">
        <Form.Item label={t("schema.convertTo")} htmlFor="convert-type">
          <TypePicker
            id="convert-type"
            value={type}
            types={TARGETS.filter((one) => one !== field.type)}
            onChange={setType}
          />
        </Form.Item>
      </Form>
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      {preview && outcomes.length === 0 && <p className="gz-muted">{t("schema.nothingToConvert")}</p>}
      {preview &&
        outcomes.map((outcome) => (
          <section key={outcome} className="gz-outcome">
            <h3>
              {t(`schema.${outcome}`)}{" "}
              <Tag color={COLORS[outcome]}>{t("schema.rows", { n: preview[outcome] })}</Tag>
            </h3>
            {outcome === "unparseable" && <p className="gz-muted">{t("schema.unparseableHint")}</p>}
            <ul>
              {preview.samples[outcome].slice(0, outcome === "ambiguous" ? 20 : 5).map((sample) => (
                <li key={sample.text}>
                  <span className="gz-ellipsis">{sample.text}</span>
                  {outcome === "converted" && <span className="gz-muted">→ {sample.value}</span>}
                  {outcome === "ambiguous" && (
                    <Select
                      size="small"
                      aria-label={sample.text}
                      value={chosen[sample.text]}
                      style={{ minWidth: 120 }}
                      onChange={(value) => setChosen((now) => ({ ...now, [sample.text]: value }))}
                      options={[
                        ...sample.candidates.map((value) => ({ value, label: value })),
                        { value: EMPTY, label: t("schema.leaveEmpty") },
                      ]}
                    />
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
    </Modal>
  );
}

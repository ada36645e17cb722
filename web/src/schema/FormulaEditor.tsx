/** A formula as text: fields and functions are offered with their help, what is wrong is underlined, and the value for a
 * record is shown while it is typed. */
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isAborted, sentence } from "../api/problem";
import { type FormulaPreview, formulaFunctions, previewFormula } from "../api/schema";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { functionAt, matches, stretches, tokenAt } from "./completion";

interface FormulaEditorProps {
  table: Table;
  value: string;
  /** Of a field that is not there yet: what it is called. */
  label: string | null;
  onChange: (value: string) => void;
  id?: string;
}

export function FormulaEditor({ table, value, label, onChange, id }: FormulaEditorProps) {
  const { key: ws, tables } = useWorkspace();
  const { t, i18n } = useTranslation();
  const [caret, setCaret] = useState(0);
  const [seen, setSeen] = useState<{ formula: string; preview: FormulaPreview } | null>(null);
  const [failure, setFailure] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const functions =
    useQuery({
      queryKey: ["formula-functions", ws, i18n.language],
      queryFn: () => formulaFunctions(ws),
      staleTime: Number.POSITIVE_INFINITY,
    }).data?.functions ?? [];

  useEffect(() => {
    setFailure("");
    if (!value.trim()) {
      setSeen(null);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      previewFormula(ws, table.key, value, label, control.signal)
        .then((preview) => setSeen({ formula: value, preview }))
        .catch((error: unknown) => {
          if (!isAborted(error)) setFailure(sentence(error));
        });
    }, 300);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [ws, table.key, value, label]);

  const token = tokenAt(value, caret);
  const offered = matches(table, tables, functions, token);
  const help = functionAt(value, caret, functions);
  const problems = seen?.formula === value ? seen.preview.problems : [];
  const take = (text: string, after: string) => {
    const start = caret - token.length;
    const next = `${value.slice(0, start)}${text}${after}${value.slice(caret)}`;
    onChange(next);
    const area = box.current?.querySelector("textarea");
    const place = start + text.length + after.length;
    setCaret(place);
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(place, place);
    });
  };

  return (
    <div className="gz-formula" ref={box}>
      <div className="gz-formula-text">
        <Input.TextArea
          id={id}
          value={value}
          autoSize={{ minRows: 3 }}
          spellCheck={false}
          placeholder={t("schema.formulaHint")}
          status={problems.length ? "error" : ""}
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        />
        <div className="gz-formula-marks" aria-hidden="true">
          {stretches(value, problems).map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
            <span key={at} data-wrong={part.wrong || undefined}>
              {part.text}
            </span>
          ))}
        </div>
      </div>
      <div className="gz-formula-said" role="status" data-good={problems.length === 0 && !failure}>
        {failure ||
          (problems.length ? (
            problems.map((each) => <p key={`${each.start} ${each.message}`}>{each.message}</p>)
          ) : seen ? (
            <Outcome preview={seen.preview} />
          ) : null)}
      </div>
      {help ? (
        <div className="gz-formula-help">
          <code>{help.usage}</code>
          <p>{help.summary}</p>
          {help.examples.slice(0, 2).map((each) => (
            <p key={each.formula} className="gz-muted">
              <code>{each.formula}</code> → <code>{each.result || t("schema.formulaNothing")}</code>
            </p>
          ))}
        </div>
      ) : null}
      <ul className="gz-formula-offers" aria-label={t("schema.suggestions")}>
        {offered.map((offer) => (
          <li key={offer.insert}>
            <button type="button" className="gz-plain-button" onClick={() => take(offer.insert, offer.after)}>
              <code>{offer.insert}</code>
              <span className="gz-muted">{offer.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the formula yields: its kind, and its value for one record. */
function Outcome({ preview }: { preview: FormulaPreview }) {
  const { t } = useTranslation();
  const { value, record } = preview;
  const shown =
    value === null || value === ""
      ? t("schema.formulaNothing")
      : typeof value === "string"
        ? value
        : value.error;
  return (
    <>
      <p>{t("schema.formulaKind", { kind: t(`schema.formulaKinds.${preview.kind ?? "nothing"}`) })}</p>
      {record ? (
        <p>
          {t("schema.formulaFor", { record: record.label })}
          <strong>{preview.hidden ? t("schema.formulaHidden") : shown}</strong>
        </p>
      ) : null}
    </>
  );
}

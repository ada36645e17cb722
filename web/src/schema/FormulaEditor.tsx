/** A formula as text: the server says whether it works, fields and functions are offered while typing. */
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isAborted, sentence } from "../api/problem";
import { checkFormula } from "../api/schema";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { FUNCTIONS, matches, tokenAt } from "./completion";

interface FormulaEditorProps {
  table: Table;
  value: string;
  onChange: (value: string) => void;
  id?: string;
}

export function FormulaEditor({ table, value, onChange, id }: FormulaEditorProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const [caret, setCaret] = useState(0);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!value.trim()) {
      setSaid(null);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      checkFormula(ws, table.key, value, control.signal)
        .then(({ type }) =>
          setSaid({ good: true, text: t("schema.formulaFine", { type: t(`schema.types.${type}`) }) }),
        )
        .catch((error: unknown) => {
          if (!isAborted(error)) setSaid({ good: false, text: sentence(error) });
        });
    }, 400);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [ws, table.key, value, t]);

  const token = tokenAt(value, caret);
  const offered = matches(table, tables, token);
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
      <Input.TextArea
        id={id}
        value={value}
        autoSize={{ minRows: 3, maxRows: 10 }}
        spellCheck={false}
        placeholder={t("schema.formulaHint")}
        status={said && !said.good ? "error" : ""}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
      />
      <p className="gz-formula-said" role="status" data-good={said?.good}>
        {said?.text}
      </p>
      <ul className="gz-formula-offers" aria-label={t("schema.suggestions")}>
        {offered.map((offer) => (
          <li key={offer.insert}>
            <button
              type="button"
              className="gz-plain-button"
              onClick={() => take(offer.insert, FUNCTIONS.has(offer.insert) ? "(" : "")}
            >
              <code>{offer.insert}</code>
              <span className="gz-muted">{offer.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

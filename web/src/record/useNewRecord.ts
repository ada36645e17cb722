/** The draft of a new record: what it starts with, what is missing, what the server refuses; nothing typed is lost. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ErrorsByPlace, errorsByPlace } from "../api/problem";
import type { Draft, Field, Row, Table, Value } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { type FieldContext, isWritable, toWire, uiOf, type Values } from "../fields";
import { defaultsOf, filledIn, isChanged } from "./draft";

const LONG = new Set(["long_text", "attachment", "subtable"]);

export interface NewRecord {
  draft: Draft;
  problems: ErrorsByPlace | null;
  saving: boolean;
  changed: boolean;
  context: FieldContext;
  set: (key: string, value: Value) => void;
  /** Back to what it started with. */
  reset: () => void;
  /** The record, or null with `problems`. */
  save: () => Promise<Row | null>;
}

/** `asked` are the fields that a draft is asked for; defaults of others are sent as well. */
export function useNewRecord(
  table: Table,
  prefill: Values,
  asked: (draft: Draft) => readonly Field[],
): NewRecord {
  const { key: ws, contextOf, member } = useWorkspace();
  const { t } = useTranslation();
  const writes = useWrites(ws, "create");
  const [start] = useState<Draft>(() => ({ ...defaultsOf(table, member), ...prefill }));
  const [draft, setDraft] = useState<Draft>(start);
  const [problems, setProblems] = useState<ErrorsByPlace | null>(null);
  const [saving, setSaving] = useState(false);
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

  const missing = (): ErrorsByPlace | null => {
    const found: Record<string, string> = {};
    for (const field of asked(draft)) {
      if (field.required && uiOf(field).isEmpty(draft[field.key] ?? null) && !hasServerDefault(field)) {
        found[field.key] = t("record.missing", { field: field.label });
      }
    }
    return Object.keys(found).length ? { fields: found, general: [] } : null;
  };

  const save = async (): Promise<Row | null> => {
    const incomplete = missing();
    setProblems(incomplete);
    if (incomplete) return null;
    setSaving(true);
    const keys = new Set(asked(draft).map((field) => field.key));
    try {
      const result = await writes.create(table.key, [
        toWire(filledIn(table, draft, start, keys), table.fields),
      ]);
      return result.records[0] ?? null;
    } catch (error) {
      setProblems(errorsByPlace(error, [...keys]));
      return null;
    } finally {
      setSaving(false);
    }
  };

  return {
    draft,
    problems,
    saving,
    changed: isChanged(draft, start),
    context,
    set: (key, value) => {
      setDraft((old) => ({ ...old, [key]: value }));
      setProblems((old) => without(old, key));
    },
    reset: () => {
      setDraft(start);
      setProblems(null);
    },
    save,
  };
}

/** What candidates may depend on: long texts and files do not travel along. */
function shortValues(table: Table, draft: Draft) {
  const fields = table.fields.filter((field) => isWritable(field) && !LONG.has(field.type));
  return toWire(Object.fromEntries(fields.map((field) => [field.key, draft[field.key] ?? null])), fields);
}

const hasServerDefault = (field: Field): boolean => field.default !== null && field.default !== undefined;

function without(problems: ErrorsByPlace | null, key: string): ErrorsByPlace | null {
  if (!problems?.fields[key]) return problems;
  const fields = { ...problems.fields };
  delete fields[key];
  return { ...problems, fields };
}

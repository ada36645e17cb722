/** The draft of a new record: what it starts with, and everything that is wrong with it at once; nothing typed is lost. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ErrorsByPlace, errorsByPlace } from "../api/problem";
import type { Draft, Field, Row, Table, Value } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { type FieldContext, isWritable, toWire, type Values } from "../fields";
import { defaultsOf, filledIn, isChanged, isShort, missingOf, placesOf, together, wireOf } from "./draft";

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
  const { key: ws, contextOf, member, display, tables } = useWorkspace();
  const { t } = useTranslation();
  const writes = useWrites(ws, "create");
  const [start] = useState<Draft>(() => ({ ...defaultsOf(table, member, display.today), ...prefill }));
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

  const save = async (): Promise<Row | null> => {
    setSaving(true);
    const fields = asked(draft);
    const keys = new Set(fields.map((field) => field.key));
    try {
      const result = await writes.create(table.key, [
        wireOf(table, filledIn(table, draft, start, keys), tables),
      ]);
      setProblems(null);
      return result.records[0] ?? null;
    } catch (error) {
      const missing = missingOf(fields, draft, (field) => t("record.missing", { field: field.label }));
      setProblems(together(errorsByPlace(error, [...keys, ...placesOf(fields, draft, tables)]), missing));
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

/** What candidates may depend on. */
function shortValues(table: Table, draft: Draft) {
  const fields = table.fields.filter((field) => isWritable(field) && isShort(field));
  return toWire(Object.fromEntries(fields.map((field) => [field.key, draft[field.key] ?? null])), fields);
}

function without(problems: ErrorsByPlace | null, key: string): ErrorsByPlace | null {
  const kept = Object.entries(problems?.fields ?? {}).filter(
    ([one]) => one !== key && !one.startsWith(`${key}.`),
  );
  return problems && { ...problems, fields: Object.fromEntries(kept) };
}

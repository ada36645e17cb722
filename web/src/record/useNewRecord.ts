/** The draft of a new record: what it starts with, and everything that is wrong with it at once; nothing typed is lost. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FoundRow, foundByField } from "../api/found";
import { type ErrorsByPlace, errorsByPlace, isUnheard } from "../api/problem";
import type { Draft, Field, Row, Table, Value } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { asRows, type FieldContext, type Values } from "../fields";
import { defaultsOf, filledIn, isChanged, missingOf, placesOf, together, wireOf } from "./draft";
import { shortValues, useLooking } from "./looking";
import { useForeseen } from "./useForeseen";

export interface NewRecord {
  draft: Draft;
  problems: ErrorsByPlace | null;
  /** Rows like it that are there already, by the field whose problem tells of them. */
  found: Readonly<Record<string, readonly FoundRow[]>>;
  saving: boolean;
  changed: boolean;
  context: FieldContext;
  /** What it would hold if it were saved now; null where that is not known. */
  foreseen: Values | null;
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
  const [found, setFound] = useState<NewRecord["found"]>({});
  const [saving, setSaving] = useState(false);
  const once = useRef({ key: "", sent: "" });
  const context = useLooking(contextOf(table.key), () => ({ values: shortValues(table, draft) }));

  const sent = () => {
    const fields = asked(draft);
    const keys = new Set(fields.map((field) => field.key));
    return { fields, keys, values: wireOf(table, filledIn(table, draft, start, keys), tables) };
  };
  // What lines copy and add up is worth a question; a record without any shows nothing that the server adds.
  const lined = table.fields.some(
    (field) => field.type === "subtable" && asRows(draft[field.key]).length > 0,
  );
  const foreseen = useForeseen(table, sent().values, lined && !saving);

  const save = async (): Promise<Row | null> => {
    setSaving(true);
    const { fields, keys, values } = sent();
    // An answer that was lost: the same values under the same key are made once.
    const text = JSON.stringify(values);
    if (once.current.sent !== text) once.current = { key: crypto.randomUUID(), sent: text };
    try {
      const result = await writes.create(table.key, [values], once.current.key);
      once.current.sent = "";
      setProblems(null);
      setFound({});
      return result.records[0] ?? null;
    } catch (error) {
      if (!isUnheard(error)) once.current.sent = "";
      const missing = missingOf(fields, draft, (field) => t("record.missing", { field: field.label }));
      setFound(foundByField(error));
      setProblems(together(errorsByPlace(error, [...keys, ...placesOf(fields, draft, tables)]), missing));
      return null;
    } finally {
      setSaving(false);
    }
  };

  return {
    draft,
    problems,
    found,
    saving,
    changed: isChanged(draft, start),
    context,
    foreseen,
    set: (key, value) => {
      setDraft((old) => ({ ...old, [key]: value }));
      setProblems((old) => without(old, key));
    },
    reset: () => {
      setDraft(start);
      setFound({});
      setProblems(null);
    },
    save,
  };
}

function without(problems: ErrorsByPlace | null, key: string): ErrorsByPlace | null {
  const kept = Object.entries(problems?.fields ?? {}).filter(
    ([one]) => one !== key && !one.startsWith(`${key}.`),
  );
  return problems && { ...problems, fields: Object.fromEntries(kept) };
}

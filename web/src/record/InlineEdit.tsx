/** A value that turns into its editor when clicked, and saves itself. What was typed stays when the server refuses. */
import { EditOutlined, LoadingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type FoundRow, foundByField } from "../api/found";
import { errorsByPlace } from "../api/problem";
import type { Field, Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { asReferences, type FieldContext, isWritable, ReferenceChip, same, uiOf } from "../fields";
import { FieldControl } from "../ui/FieldControl";
import { FieldValue } from "../ui/FieldValue";
import { FoundRows } from "../ui/FoundRows";
import "./conflict.css";
import { Overtaken } from "./useSaveField";

/** A picker shows its choices at once: the click that opened the editor was meant for them. */
function openPicker(editor: HTMLElement | null): void {
  const picker = editor?.querySelector<HTMLElement>(".ant-select, .ant-picker-input input");
  picker?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  picker?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

interface ShownProps {
  field: Field;
  value: Value | undefined;
  context: FieldContext;
  empty: ReactNode;
}

/** The value; references to records are links to them. */
function Shown({ field, value, context, empty }: ShownProps) {
  const target = field.settings.table;
  const references = asReferences(value);
  if (target && context.recordUrl && references.length > 0 && field.value_type.startsWith("relation")) {
    return (
      <span className="gz-inline-links">
        {references.map((reference) => (
          <Link
            key={reference.id}
            to={context.recordUrl?.(target, reference.id) ?? ""}
            onClick={(event) => event.stopPropagation()}
          >
            <ReferenceChip reference={reference} locale={context.locale} />
          </Link>
        ))}
      </span>
    );
  }
  return <FieldValue field={field} value={value} empty={empty ?? <span className="gz-muted">–</span>} />;
}

interface InlineEditProps {
  field: Field;
  value: Value | undefined;
  context: FieldContext;
  record: number;
  canEdit: boolean;
  /** `base`: what stood here when the editor was opened; without it the value is written whatever others did. */
  save: (value: Value, base?: Value) => Promise<void>;
  labelledBy: string;
  empty?: ReactNode;
}

const SEVERAL = new Set(["multi_option", "members", "relations"]);

/** Pickers of one value and switches save at once; texts and pickers of several when one leaves them. */
function savesAtOnce(field: Field): boolean {
  const { kind } = uiOf(field).editor;
  return kind === "toggle" || kind === "record" || (kind === "panel" && !SEVERAL.has(field.type));
}

/** Shown as their editor all the time: nothing to open first. */
const ALWAYS_OPEN = new Set(["checkbox", "attachment"]);

export function InlineEdit({
  field,
  value,
  context,
  record,
  canEdit,
  save,
  labelledBy,
  empty,
}: InlineEditProps) {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState<Value>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [found, setFound] = useState<readonly FoundRow[]>([]);
  const [saving, setSaving] = useState(false);
  const [theirs, setTheirs] = useState<Value | undefined>(undefined);
  const base = useRef<Value>(null);
  const cancelled = useRef(false);
  const busy = useRef(false);
  const editor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (editing) openPicker(editor.current);
  }, [editing]);
  const writable = canEdit && isWritable(field);
  const always = writable && ALWAYS_OPEN.has(field.type);
  const current = value ?? null;
  const open = editing || always;

  const start = () => {
    if (!writable || editing) return;
    cancelled.current = false;
    base.current = current;
    setDraft(current);
    setProblem(null);
    setTheirs(undefined);
    setEditing(true);
  };
  const stop = () => {
    cancelled.current = true;
    setEditing(false);
    setProblem(null);
    setTheirs(undefined);
  };
  const commit = async (next: Value, over = false) => {
    if ((cancelled.current && !always) || busy.current) return;
    if (same(next, current) || (!over && !always && same(next, base.current))) {
      stop();
      return;
    }
    busy.current = true; // Enter saves, and the editor that is closed for it loses the focus, which would save again
    setSaving(true);
    setProblem(null);
    try {
      await save(next, over || always ? undefined : base.current);
      setEditing(false);
      setTheirs(undefined);
    } catch (error) {
      if (error instanceof Overtaken) {
        setDraft(next);
        setTheirs(error.theirs);
        return;
      }
      const { fields, general } = errorsByPlace(error, [field.key]);
      const text = [fields[field.key], ...general].filter(Boolean).join("；");
      setProblem(text);
      setFound(Object.values(foundByField(error)).flat());
      if (always) setDraft(next);
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      stop();
    } else if (event.key === "Enter" && uiOf(field).editor.kind === "line") {
      event.preventDefault();
      void commit(draft);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      void commit(draft);
    }
  };

  if (!open) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the pencil beside it does the same for keyboards
      // biome-ignore lint/a11y/useKeyWithClickEvents: see above
      <div className="gz-inline" data-writable={writable} onClick={start}>
        <div className="gz-inline-value">
          <Shown field={field} value={value} context={context} empty={empty} />
        </div>
        {writable && (
          <button
            type="button"
            className="gz-plain-button gz-inline-pencil"
            aria-label={t("record.edit", { field: field.label })}
            onClick={start}
          >
            <EditOutlined aria-hidden />
          </button>
        )}
      </div>
    );
  }
  const shown = editing || problem ? draft : current;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears Enter and Escape of the editor inside
    <div className="gz-inline-editor" ref={editor} onKeyDown={keys}>
      <div role="group" aria-labelledby={labelledBy} className="gz-inline-input">
        <FieldControl
          field={field}
          value={shown}
          context={context}
          record={record}
          autoFocus={!always}
          disabled={saving}
          {...(problem ? { status: "error" as const } : {})}
          onChange={(next) => {
            setDraft(next);
            if (savesAtOnce(field)) void commit(next);
          }}
          onBlur={() => {
            if (theirs !== undefined) return;
            if (!always && !savesAtOnce(field)) void commit(draft);
            else if (editing && !saving && same(draft, current)) stop();
          }}
        />
        {saving && <LoadingOutlined aria-label={t("record.saving")} />}
      </div>
      {theirs !== undefined && (
        <div className="gz-inline-conflict" role="alert">
          <p>{t("record.conflict")}</p>
          <dl>
            <dt>{t("record.theirs")}</dt>
            <dd>
              <FieldValue
                field={field}
                value={theirs}
                empty={<span className="gz-muted">{t("record.empty")}</span>}
              />
            </dd>
            <dt>{t("record.mine")}</dt>
            <dd>
              <FieldValue
                field={field}
                value={draft}
                empty={<span className="gz-muted">{t("record.empty")}</span>}
              />
            </dd>
          </dl>
          <Button size="small" type="primary" onClick={() => void commit(draft, true)}>
            {t("record.takeMine")}
          </Button>
          <Button size="small" onClick={stop}>
            {t("record.keepTheirs")}
          </Button>
        </div>
      )}
      {problem && (
        <div className="gz-inline-problem" role="alert">
          {problem}
          <FoundRows ws={ws} rows={found} />
        </div>
      )}
    </div>
  );
}

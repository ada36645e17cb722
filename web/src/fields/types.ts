/**
 * What a field type brings to the screen: its cell, texts, parser, editors and filter operators.
 * `FieldUi` is the one interface the grid, the drawer, forms, filters and kanban cards know.
 */
import type { ComponentType, ReactNode } from "react";
import type { Schemas } from "../api/contract";
import type { AttachmentFile, Field, FieldType, Labels, Locale, Reference, Value } from "./schema";

/** What drawing a value needs to know of its surroundings. Keep one object per workspace and locale (identity matters to memo). */
export interface Display {
  readonly locale: Locale;
  /** IANA zone of the workspace: date-times are shown in it. */
  readonly timezone: string;
  /** The workspace's today, "2026-11-22". */
  readonly today: string;
}

/** What editing needs besides: where choices come from and where files go. */
export interface FieldContext extends Display {
  /** Words that stand for whoever looks ("@me", "@my_department"), where a condition may name them. */
  readonly variables?: (field: Field) => readonly { readonly key: string; readonly label: string }[];
  /** Values of the row that looks for others, and of its owner, that a field may be compared with: "@row.customer". */
  readonly around?: (field: Field) => readonly { readonly key: string; readonly label: string }[];
  /** Key of the table the field belongs to. */
  readonly table: string;
  /** Choices for relation(s) and member(s) fields; `q` is what was typed, "" for the first choices. `record` when one is at hand;
   * `values` and `parent` are what is typed and not saved yet, in the row and in its owner. */
  candidates(
    table: string,
    field: string,
    q: string,
    options?: {
      signal?: AbortSignal;
      record?: number;
      values?: Readonly<Record<string, unknown>>;
      parent?: Readonly<Record<string, unknown>>;
    },
  ): Promise<readonly Reference[]>;
  /** Stores a file and answers its description. Without it attachments are read-only. */
  upload?(file: File, onProgress?: (share: number) => void): Promise<AttachmentFile>;
  /** Address of a stored file; without it attachments are names only. */
  attachmentUrl?(table: string, record: number, attachment: number): string;
  /** Address of a record, for relation chips in forms. */
  recordUrl?(table: string, record: number): string;
}

/** Outcome of reading a text: a value, or a sentence that says why not. */
export type Parsed = { readonly value: Value } | { readonly problem: string };

/** Handles a key before the grid does; true means taken. */
export type KeyTaker = (event: {
  readonly key: string;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}) => boolean;

/** The panel of an in-grid editor: hangs under the cell. Focus stays in the grid's textarea, whose text is `text`. */
export interface PanelProps {
  readonly field: Field;
  readonly value: Value;
  /** What stands in the textarea: the query of a picker, the text of a date. */
  readonly text: string;
  /** False until the person typed something: a picker then shows all choices. */
  readonly typed: boolean;
  readonly context: FieldContext;
  /** Id of the record; absent for a new row. */
  readonly record?: number;
  /** Registers who sees keys first. */
  readonly takeKeys: (taker: KeyTaker | null) => void;
  /** Replaces the edited value and the textarea's text, editor stays open. */
  readonly onChange: (value: Value, text: string) => void;
  /** Ends editing with this value. */
  readonly onCommit: (value: Value) => void;
  readonly onCancel: () => void;
}

/**
 * How a type is edited inside the grid.
 * line: the textarea is the editor · block: the same with line breaks · panel: the textarea searches or holds the text, a panel hangs below ·
 * toggle: Space, Enter or a click changes the value at once · record: only in the record (Enter opens it).
 */
export interface FieldEditor {
  readonly kind: "line" | "block" | "panel" | "toggle" | "record";
  readonly Panel?: ComponentType<PanelProps>;
  /** Panels that pick: the textarea is only a query, its text is never parsed. */
  readonly picks?: boolean;
  /** Widest use of the textarea: hint for mobile keyboards. */
  readonly inputMode?: "text" | "decimal" | "tel" | "email" | "url" | "search";
  /** Text the editor opens with. */
  seed(value: Value, field: Field, display: Display): string;
}

/** A controlled form control (Ant Design): record drawer, forms, default values. */
export interface InputProps {
  readonly field: Field;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly context: FieldContext;
  readonly record?: number;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly status?: "error" | "warning";
  readonly placeholder?: string;
  readonly onBlur?: () => void;
}

export type FilterOp = Extract<Schemas["Condition"], { op: unknown }>["op"];

export interface FilterOperator {
  readonly op: FilterOp;
  readonly label: Labels;
  /** How many values it takes. */
  readonly takes: "none" | "one" | "many" | "range";
}

/** A filter's value as it goes on the wire: ids and keys, not labels. */
export type FilterValue =
  | string
  | number
  | boolean
  | null
  | { readonly relative: string; readonly n?: number }
  | readonly (string | number)[];

export interface FilterInputProps {
  readonly field: Field;
  readonly op: FilterOp;
  readonly value: FilterValue;
  readonly onChange: (value: FilterValue) => void;
  readonly context: FieldContext;
  readonly id?: string;
  /** Labels already known for ids in `value`. */
  readonly labels?: ReadonlyMap<number, string>;
}

export interface FieldUi {
  readonly type: FieldType;
  readonly icon: ComponentType;
  readonly align: "left" | "right" | "center";
  readonly defaultWidth: number;
  readonly editor: FieldEditor;
  readonly input: ComponentType<InputProps>;
  readonly filterInput: ComponentType<FilterInputProps>;
  readonly operators: readonly FilterOperator[];
  isEmpty(value: Value | undefined): boolean;
  /** The inside of a cell: plain spans. */
  cell(value: Value, field: Field, display: Display): ReactNode;
  /** The value as people read it: 1,234.50 · 今天 14:05. Tooltips, labels, announcements. */
  shown(value: Value, field: Field, display: Display): string;
  /** The value as other programs read it: 1234.50 · 2026-11-21 14:05. Copy and CSV. */
  text(value: Value, field: Field, display: Display): string;
  /** Reads what `text`, Excel or a person wrote. A promise where labels must be looked up. */
  parse(text: string, field: Field, context: FieldContext): Parsed | Promise<Parsed>;
  /** The value as the API takes it: ids instead of references. */
  wire(value: Value): unknown;
}

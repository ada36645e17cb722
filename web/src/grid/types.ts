/** The grid's public interface: what the page gives it and what it tells the page. */
import type { ReactNode } from "react";
import type { Field, FieldContext, RecordRow, Table, Value, Values } from "../fields";
import type { MenuItem } from "./Menu";
import type { Keeper } from "./waiting";

export type RowHeight = 24 | 32 | 40 | 56;

/**
 * Where rows come from. A new `version` means another query (filter, sort, search changed): all pages are dropped and the grid
 * goes to the top. Do not change it after the grid's own edits: the grid refreshes by itself once the edited row is left.
 */
export interface RowSource {
  readonly version: string | number;
  /** Number of rows, null while unknown. A page's `count` overrules it. */
  readonly count: number | null;
  fetch(
    offset: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ records: readonly RecordRow[]; count?: number | null }>;
}

export interface Column {
  readonly key: string;
  /** Pixels; default by type. */
  readonly width?: number;
}

export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

/** A group of rows in the order of the source, which must come group after group; one with groups inside is followed by them. */
export interface RowGroup {
  readonly key: string;
  readonly label: string;
  /** 0 for the outermost. */
  readonly level: number;
  /** Rows stand under it, and not groups. */
  readonly leaf: boolean;
  /** Rows in it, those of the groups inside among them. */
  readonly count: number;
  /** What the footer shows, of this group's rows alone, by column key. */
  readonly figures?: Readonly<Record<string, string | null>>;
  /** How many of its values are errors and count in no figure, by column key. */
  readonly errors?: Readonly<Record<string, number>>;
}

/** A figure of the footer, and how many values are errors and do not count in it. */
export interface FootFigure {
  readonly value: string | null;
  readonly errors: number;
}

/** Which groups are closed: all or none, and the exceptions by key. */
export interface Folding {
  readonly closed: boolean;
  readonly except: readonly string[];
}

/** One row to write: only the changed fields. `version` is what the change was made on. */
export interface RowChange {
  readonly id: number;
  readonly version?: number;
  readonly values: Values;
}

export interface NewRow {
  readonly values: Values;
}

/** A refusal: `row` counts in the request; `field` null concerns the whole row. */
export interface RowProblem {
  readonly row: number;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
  /** The row as it is now, after a version conflict. */
  readonly current?: RecordRow;
}

/**
 * Answer to a write. Rows that were written are in `records` (in the order of the request, or found by id). With `problems` the
 * server has written nothing: the grid sends the rows without problems again by itself. Never reject for a refusal; reject for a
 * broken connection only (the error's message is shown).
 */
export interface SaveResult {
  readonly records: readonly RecordRow[];
  /** Rows of the same table whose computed values moved. */
  readonly touched?: readonly RecordRow[];
  readonly problems?: readonly RowProblem[];
}

export interface DeleteResult {
  readonly deleted: readonly number[];
  readonly problems?: readonly RowProblem[];
}

export type FooterOp = "sum" | "avg" | "min" | "max" | "distinct";

export interface Notice {
  readonly kind: "info" | "warning" | "error";
  readonly text: string;
  readonly details?: readonly string[];
}

export interface GridProps {
  readonly table: Table;
  /** Visible columns in order; the first `frozen` stay in place. */
  readonly columns: readonly Column[];
  readonly source: RowSource;
  /** Locale, zone, choices, uploads. */
  readonly context: FieldContext;
  readonly rowHeight?: RowHeight;
  /** Frozen columns, default 1; on phones never more than one. */
  readonly frozen?: number;
  readonly groups?: readonly RowGroup[] | null;
  /** Which groups are closed; none, unless the page says and remembers it. */
  readonly folding?: Folding;
  readonly onFold?: (folding: Folding) => void;
  readonly canEdit?: boolean;
  readonly canCreate?: boolean;
  readonly canDelete?: boolean;
  readonly onChange?: (changes: readonly RowChange[]) => Promise<SaveResult>;
  /** The same rows under the same key are made once, however often they are sent. Rejects where the server was not heard: then they wait. */
  readonly onCreate?: (rows: readonly NewRow[], once: string) => Promise<SaveResult>;
  /** Where new rows that wait for the server outlive the page. */
  readonly keeper?: Keeper;
  readonly onDelete?: (ids: readonly number[]) => Promise<DeleteResult>;
  /** Rows are put into an order by hand: this one beside another one. Rejects with the sentence to show. Absent where they are sorted. */
  readonly onArrange?: (id: number, side: "before" | "after", other: number) => Promise<void>;
  /** Ctrl+Z and Ctrl+Shift+Z: what is taken back is the page's business; it calls `handle.refresh` afterwards. */
  readonly onUndo?: () => Promise<void>;
  readonly onRedo?: () => Promise<void>;
  /** Reads rows as they are now; those that are gone are left out. */
  readonly onRead?: (ids: readonly number[]) => Promise<readonly RecordRow[]>;
  /** Runs a gesture that writes more than once (a paste), so that one undo takes all of it back. */
  readonly asOne?: (gesture: () => Promise<void>) => Promise<void>;
  readonly onOpen?: (id: number) => void;
  /** A field as it is for one row, by what stands in the row: some rows have fewer options. */
  readonly fieldFor?: (field: Field, valueAt: (key: string) => Value) => Field;
  /** What new rows begin with, before what they are made with. */
  readonly start?: Values;
  /** "=" of a computed cell was pressed. */
  readonly onExplain?: (id: number, field: string) => void;
  readonly sort?: readonly SortKey[];
  readonly onSort?: (sort: readonly SortKey[]) => void;
  readonly onResize?: (key: string, width: number) => void;
  /** New order of all visible columns. */
  readonly onReorder?: (keys: readonly string[]) => void;
  readonly onHide?: (key: string) => void;
  /** The first so many columns are to stay in place. */
  readonly onFreeze?: (frozen: number) => void;
  /** More items for the menu of a heading: what builders may do with the field. */
  readonly fieldMenu?: ((key: string) => readonly MenuItem[]) | undefined;
  /** Adds a field: what the "+" behind the last heading does. */
  readonly onAddField?: (() => void) | undefined;
  /** "Filter by this field" of the header menu. */
  readonly onFilter?: (key: string) => void;
  readonly onGroup?: (key: string) => void;
  /** Fields that rows can be grouped by; all, unless it is said. */
  readonly groupable?: (key: string) => boolean;
  /** Figures for the footer, over all rows of the source. Keys of the answer: field keys. */
  readonly aggregate?: (
    measures: readonly { readonly op: FooterOp; readonly field: string }[],
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, FootFigure>>>;
  /** What the footer shows per column; default: sums of money columns. */
  readonly footer?: Readonly<Record<string, FooterOp>>;
  readonly onFooter?: (footer: Readonly<Record<string, FooterOp>>) => void;
  readonly onCount?: (count: number) => void;
  /** Ids of rows with a ticked box. */
  readonly onCheck?: (ids: readonly number[]) => void;
  /** More buttons for ticked rows, beside "delete". */
  readonly bulkActions?: (
    ids: readonly number[],
    clear: () => void,
    nameOf: (id: number) => string,
  ) => ReactNode;
  /** How much that was entered would be lost with the page: values that are not saved, new rows that wait and could not be kept. */
  readonly onUnsaved?: (count: number) => void;
  /** Shows messages (toasts). Without it the grid shows them itself. */
  readonly onNotice?: (notice: Notice) => void;
  /** What stands in an empty table. */
  readonly empty?: ReactNode;
}

/** What others did: which row (null: more than can be named) has which version now. */
export interface RowNews {
  readonly id: number | null;
  readonly version: number | null;
  readonly kind: string;
}

/** For the page: by `ref`. */
export interface GridHandle {
  focus(): void;
  /** Others' edits: rows are read again by `onRead`, light up, and move to where they belong once that disturbs nobody. */
  follow(news: readonly RowNews[]): void;
  /** Rows changed elsewhere on the page (drawer): puts newer versions in place. */
  patch(rows: readonly RecordRow[]): void;
  remove(ids: readonly number[]): void;
  /** Reads the visible pages again, quietly. */
  refresh(): void;
  /** The server can be reached again: as `refresh`, and what was entered meanwhile is sent again. */
  again(): void;
  /** Starts a new row at the end, with these values. */
  addRow(values?: Values): void;
  /** Ids of the loaded rows around this one, for previous and next in the drawer. */
  neighbours(id: number): { readonly previous: number | null; readonly next: number | null };
}

export type { RecordRow, Value, Values };

/**
 * What the grid knows, outside React: rows, edits, selection, the view. Components read it and re-render when `tick` moves;
 * the modules in actions/ change it.
 */
import type { RecordRow, Value } from "../fields";
import { type Anchor, activate, anchorOf, keepActive } from "./anchor";
import { type ColumnSet, columnSet, type GridColumn, resolveColumns } from "./columns";
import { Edits } from "./edits";
import { groupedLines, type LineMap, plainLines } from "./lines";
import { PageLoader } from "./loader";
import { PageCache } from "./pages";
import type { Place } from "./scroll";
import { type Bounds, type Cell, confine, type Rect, rectOf, type Selection } from "./selection";
import type { Folding, GridProps, Notice, RowGroup, RowHeight } from "./types";
import type { Waiting } from "./waiting";
import { words } from "./words";

export interface Editing {
  readonly cell: Cell;
  readonly row: RecordRow;
  readonly column: GridColumn;
  readonly value: Value;
  /** What panels see of the textarea (an unfinished composition is kept from them). */
  readonly text: string;
  readonly typed: boolean;
  /** Opened by typing over the cell: arrows leave it. */
  readonly overwriting: boolean;
  /** The panel has changed the value. */
  readonly changed: boolean;
  /** What stood in the cell when the editor was opened, and the row's version then. */
  readonly base: { readonly value: Value; readonly version: number };
}

export interface View {
  readonly place: Place;
  readonly left: number;
  readonly width: number;
  /** Height between header and footer. */
  readonly height: number;
}

const OPEN: Folding = { closed: false, except: [] };

export class GridModel {
  props: GridProps;
  readonly cache = new PageCache();
  readonly edits = new Edits();
  readonly loader: PageLoader;
  columns: ColumnSet = { list: [], edges: [0], frozen: 0 };
  count: number | null;
  /** New rows at the end: negative ids until they are saved. */
  tail: RecordRow[] = [];
  folding: Folding = OPEN;
  lines: LineMap = plainLines(0);
  selection: Selection | null = null;
  /** What was active when the rows were dropped: active again once that record is read. */
  anchor: Anchor | null = null;
  /** Counts how often somebody has selected something. */
  moves = 0;
  /** The column where a run of Tab began: Enter goes back to it, on the next line. */
  tabbedFrom: number | null = null;
  editing: Editing | null = null;
  checked: ReadonlySet<number> = new Set();
  /** Area the fill handle is dragged over. */
  fillArea: Rect | null = null;
  /** Where a dragged heading would go; -1 while none is dragged. */
  dropAt = -1;
  /** Line of the row that is being dragged, and the line whose place it would take; null while none is. */
  lifted: { readonly from: number; readonly to: number } | null = null;
  view: View = { place: { top: 0, offset: 0 }, left: 0, width: 0, height: 0 };
  notice: Notice | null = null;
  failure: string | null = null;
  /** Latest versions of rows this grid wrote. */
  readonly versions = new Map<number, number>();
  /** Versions of rows that somebody else wrote, as far as this grid has heard of them. */
  readonly foreign = new Map<number, number>();
  /** Rows that others just changed: they light up for a moment. */
  lit: ReadonlySet<number> = new Set();
  /** Others changed more than can be put in place while a cell is being edited: to be read again afterwards. */
  stale = false;
  /** Rows written since they were last read in their place: read again when they are left. */
  readonly written = new Set<number>();
  /** Widths while a border is dragged. */
  readonly liveWidths = new Map<string, number>();
  /** New rows changed since they were last sent. */
  readonly dirtyDrafts = new Set<number>();
  /** New rows on their way to the server. */
  readonly sendingDrafts = new Set<number>();
  /** New rows that the server was not heard about. */
  waiting: readonly Waiting[] = [];
  input: HTMLTextAreaElement | null = null;
  scroller: HTMLElement | null = null;
  tick = 0;
  /** Moves when stored values may have moved: the footer reads its figures again. */
  figures = 0;
  private nextDraft = -1;
  private readonly listeners = new Set<() => void>();

  constructor(props: GridProps) {
    this.props = props;
    this.folding = props.folding ?? OPEN;
    this.count = props.source.count;
    this.loader = new PageLoader(this.cache, {
      onPage: (count, atLeast) => this.arrived(count, atLeast),
      onFailure: (error) => {
        this.failure = error instanceof Error && error.message ? error.message : this.words.loadFailed;
        this.emit();
      },
    });
    this.loader.reset(props.source);
    this.relayout();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.tick;

  emit(): void {
    this.tick += 1;
    for (const listener of this.listeners) listener();
  }

  get words() {
    return words(this.props.context.locale);
  }

  get rowHeight(): RowHeight {
    return this.props.rowHeight ?? 32;
  }

  get lineCount(): number {
    return this.lines.total + this.tail.length;
  }

  get bounds(): Bounds {
    return { lines: this.lineCount, columns: this.columns.list.length };
  }

  /** Height of all lines, with the one that adds rows. */
  get totalHeight(): number {
    return (this.lineCount + (this.props.canCreate ? 1 : 0)) * this.rowHeight;
  }

  get extent() {
    return { total: this.totalHeight, viewport: this.view.height };
  }

  /** Takes new props; called while rendering, so it never emits. */
  update(props: GridProps): void {
    const before = this.props;
    if (before === props) return;
    this.props = props;
    if (before.table.key !== props.table.key) this.forget();
    else if (before.source.version !== props.source.version) {
      this.anchor = anchorOf(this) ?? this.anchor;
      this.restart();
    } else if (before.source !== props.source) {
      this.loader.adopt(props.source);
      if (before.source.count !== props.source.count && props.source.count !== null)
        this.count = props.source.count;
    }
    for (const column of props.columns) {
      if (this.liveWidths.get(column.key) === column.width) this.liveWidths.delete(column.key);
    }
    if (before.groups === props.groups && before.folding === props.folding) this.relayout();
    else {
      keepActive(this, () => {
        this.folding = props.folding ?? this.folding;
        this.relayout();
      });
    }
  }

  /** Another table: its ids mean other rows. */
  private forget(): void {
    this.edits.clearAll();
    this.tail = [];
    this.checked = new Set();
    this.dirtyDrafts.clear();
    this.waiting = [];
    this.anchor = null;
    this.editing = null;
    this.restart();
  }

  private restart(): void {
    this.loader.reset(this.props.source);
    this.count = this.props.source.count;
    this.tail = this.tail.filter((row) => row.id < 0);
    this.written.clear();
    this.versions.clear();
    this.foreign.clear();
    this.stale = false;
    this.failure = null;
    this.selection = null;
    this.figures += 1;
    this.view = { ...this.view, place: { top: 0, offset: 0 } };
    this.scroller?.scrollTo({ top: 0 });
  }

  relayout(): void {
    const { table, columns, frozen, groups } = this.props;
    this.columns = columnSet(resolveColumns(table, columns, this.liveWidths), frozen ?? 1, this.view.width);
    this.lines = groups ? groupedLines(groups, this.folding) : plainLines(this.count ?? 0);
    this.selection = confine(this.selection, this.bounds);
  }

  private arrived(count: number | null, atLeast = false): void {
    this.failure = null;
    const next = atLeast
      ? Math.max(count ?? 0, this.count ?? 0)
      : (count ?? this.count ?? [...this.cache.rows()].length);
    if (next !== this.count) {
      this.count = next;
      if (!atLeast) this.props.onCount?.(next);
    }
    this.relayout();
    activate(this);
    this.emit();
  }

  headingAt(line: number): RowGroup | null {
    return line < this.lines.total ? this.lines.headingAt(line) : null;
  }

  rowAt(line: number): RecordRow | undefined {
    if (line >= this.lines.total) return this.tail[line - this.lines.total];
    const index = this.lines.indexAt(line);
    return index < 0 ? undefined : this.cache.at(index);
  }

  /** The number people see beside a line: its place among the rows. */
  numberOf(line: number): number {
    if (line < this.lines.total) return this.lines.indexAt(line) + 1;
    return (this.count ?? 0) + line - this.lines.total + 1;
  }

  row(id: number): RecordRow | undefined {
    return this.tail.find((row) => row.id === id) ?? this.cache.get(id);
  }

  lineOf(id: number): number | null {
    const inTail = this.tail.findIndex((row) => row.id === id);
    if (inTail >= 0) return this.lines.total + inTail;
    const index = this.cache.indexOf(id);
    if (index === null) return null;
    const line = this.lines.lineOf(index);
    return line < 0 ? null : line;
  }

  /** What stands in a cell now: what was entered, else what is stored. */
  valueOf(row: RecordRow, field: string): Value {
    return this.edits.cell(row.id, field)?.value ?? row.values[field] ?? null;
  }

  /** A column as it is for one row. */
  columnFor(row: RecordRow, column: GridColumn): GridColumn {
    const field = this.props.fieldFor?.(column.field, (key) => this.valueOf(row, key)) ?? column.field;
    return field === column.field ? column : { ...column, field };
  }

  versionOf(row: number): number | undefined {
    return Math.max(this.versions.get(row) ?? 0, this.row(row)?.version ?? 0) || undefined;
  }

  /** Puts rows from the server in place. */
  patch(rows: readonly RecordRow[]): void {
    for (const row of rows) {
      this.cache.patch(row);
      const at = this.tail.findIndex((other) => other.id === row.id);
      const old = this.tail[at];
      if (old && row.version >= old.version) {
        this.tail = this.tail.with(at, { ...old, ...row, values: { ...old.values, ...row.values } });
      }
      this.versions.set(row.id, Math.max(this.versions.get(row.id) ?? 0, row.version));
    }
    this.figures += 1;
  }

  newDraft(values: RecordRow["values"]): RecordRow {
    const draft = { id: this.nextDraft, version: 0, values };
    this.nextDraft -= 1;
    this.tail = [...this.tail, draft];
    return draft;
  }

  canWrite(column: GridColumn | undefined): boolean {
    return column?.writable === true && this.props.canEdit !== false && this.props.onChange !== undefined;
  }

  /** Whether a cell of this row may be written: new rows need the right to create only. */
  canWriteRow(row: RecordRow | undefined, column: GridColumn | undefined): boolean {
    if (!row || !column?.writable) return false;
    return row.id < 0 ? this.props.canCreate === true : this.canWrite(column);
  }

  say(notice: Notice): void {
    if (this.props.onNotice) this.props.onNotice(notice);
    else this.notice = notice;
    this.emit();
  }

  get rect() {
    return this.selection ? rectOf(this.selection) : null;
  }

  /** Whether rows have boxes to tick. */
  get checkable(): boolean {
    const { canDelete, bulkActions, onCheck } = this.props;
    return canDelete === true || bulkActions !== undefined || onCheck !== undefined;
  }

  /** The active cell with its row and column, if the row is there. */
  get active(): { cell: Cell; row: RecordRow; column: GridColumn } | null {
    const cell = this.selection?.anchor;
    const row = cell && this.rowAt(cell.line);
    const column = cell && this.columns.list[cell.column];
    return cell && row && column ? { cell, row, column } : null;
  }
}

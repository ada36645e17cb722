/** One's own edits, to be taken back and done again. */
import type { Value, Values } from "../fields";

export interface CellChange {
  readonly id: number;
  readonly field: string;
  readonly before: Value;
  readonly after: Value;
}

export type HistoryEntry =
  | { readonly kind: "edit"; readonly cells: readonly CellChange[] }
  | { readonly kind: "create"; readonly rows: readonly { readonly id: number; readonly values: Values }[] }
  | { readonly kind: "delete"; readonly ids: readonly number[] };

const MOST = 100;

export class History {
  private past: HistoryEntry[] = [];
  private future: HistoryEntry[] = [];

  push(entry: HistoryEntry): void {
    this.past = [...this.past.slice(1 - MOST), entry];
    this.future = [];
  }

  /** Takes the last entry off; hand it to `undone` when it has been taken back. */
  takePast(): HistoryEntry | undefined {
    return this.past.pop();
  }

  takeFuture(): HistoryEntry | undefined {
    return this.future.pop();
  }

  undone(entry: HistoryEntry): void {
    this.future.push(entry);
  }

  redone(entry: HistoryEntry): void {
    this.past.push(entry);
  }

  clear(): void {
    this.past = [];
    this.future = [];
  }
}

/** The same cells the other way round. */
export const reversed = (cells: readonly CellChange[]): CellChange[] =>
  cells.map((cell) => ({ ...cell, before: cell.after, after: cell.before }));

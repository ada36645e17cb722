/** What was entered but is not (yet) on the server: values on their way, and values that were refused, with the reason. */
import type { Value } from "../fields";

export interface CellEdit {
  readonly value: Value;
  /** What was typed or pasted, when it could not be read as a value. */
  readonly raw?: string;
  readonly status: "saving" | "failed";
  readonly message?: string;
  /** Somebody else changed the row meanwhile. */
  readonly conflict?: boolean;
  /** The server was not heard: sent again once it is, unless somebody has changed what stood there before. */
  readonly lost?: { readonly before: Value };
}

export type RowEdits = ReadonlyMap<string, CellEdit>;

export class Edits {
  private readonly rows = new Map<number, RowEdits>();

  of(id: number): RowEdits | undefined {
    return this.rows.get(id);
  }

  cell(id: number, field: string): CellEdit | undefined {
    return this.rows.get(id)?.get(field);
  }

  set(id: number, field: string, edit: CellEdit): void {
    this.rows.set(id, new Map(this.rows.get(id)).set(field, edit));
  }

  /** Forgets an edit; with `edit` only if no other took its place. */
  clear(id: number, field: string, edit?: CellEdit): void {
    const row = this.rows.get(id);
    if (!row?.has(field) || (edit && row.get(field) !== edit)) return;
    const rest = new Map(row);
    rest.delete(field);
    if (rest.size === 0) this.rows.delete(id);
    else this.rows.set(id, rest);
  }

  clearRow(id: number): void {
    this.rows.delete(id);
  }

  clearAll(): void {
    this.rows.clear();
  }

  hasFailed(id: number): boolean {
    for (const edit of this.rows.get(id)?.values() ?? []) if (edit.status === "failed") return true;
    return false;
  }

  /** Every value that the server was not heard about. */
  lost(): [number, string, CellEdit][] {
    return this.list((edit) => edit.lost !== undefined);
  }

  /** Every value that was refused or lost, in the order of their rows' edits. */
  failed(): [number, string, CellEdit][] {
    return this.list((edit) => edit.status === "failed");
  }

  private list(wanted: (edit: CellEdit) => boolean): [number, string, CellEdit][] {
    return [...this.rows].flatMap(([id, row]) =>
      [...row].flatMap(([field, edit]): [number, string, CellEdit][] =>
        wanted(edit) ? [[id, field, edit]] : [],
      ),
    );
  }

  /** Number of refused values. */
  get failures(): number {
    let count = 0;
    for (const row of this.rows.values())
      for (const edit of row.values()) if (edit.status === "failed") count += 1;
    return count;
  }
}

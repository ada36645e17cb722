/** Rows that were loaded, in pages, the least recently used forgotten first. */
import type { RecordRow } from "../fields";

export const PAGE_SIZE = 100;

export class PageCache {
  private readonly pages = new Map<number, RecordRow[]>();
  private readonly places = new Map<number, number>();

  constructor(private readonly most = 60) {}

  /** The row at an index of the source; undefined while not loaded. */
  at(index: number): RecordRow | undefined {
    return this.pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
  }

  has(page: number): boolean {
    return this.pages.has(page);
  }

  /** Marks pages as just used. */
  touch(pages: Iterable<number>): void {
    for (const page of pages) {
      const rows = this.pages.get(page);
      if (!rows) continue;
      this.pages.delete(page);
      this.pages.set(page, rows);
    }
  }

  put(page: number, rows: readonly RecordRow[]): void {
    this.drop(page);
    this.pages.set(page, [...rows]);
    rows.forEach((row, index) => {
      this.places.set(row.id, page * PAGE_SIZE + index);
    });
    while (this.pages.size > this.most) {
      const [oldest] = this.pages.keys();
      if (oldest === undefined) break;
      this.drop(oldest);
    }
  }

  private drop(page: number): void {
    for (const row of this.pages.get(page) ?? []) {
      if (Math.floor((this.places.get(row.id) ?? -1) / PAGE_SIZE) === page) this.places.delete(row.id);
    }
    this.pages.delete(page);
  }

  clear(): void {
    this.pages.clear();
    this.places.clear();
  }

  indexOf(id: number): number | null {
    return this.places.get(id) ?? null;
  }

  get(id: number): RecordRow | undefined {
    const index = this.indexOf(id);
    return index === null ? undefined : this.at(index);
  }

  /** Puts a newer version of a row in its place, in the colour it had till rows are read again; an older one is ignored. Answers whether anything changed. */
  patch(row: RecordRow): boolean {
    const index = this.indexOf(row.id);
    if (index === null) return false;
    const page = this.pages.get(Math.floor(index / PAGE_SIZE));
    const before = page?.[index % PAGE_SIZE];
    if (!page || !before || row.version < before.version) return false;
    page[index % PAGE_SIZE] = { ...before, ...row, values: { ...before.values, ...row.values } };
    return true;
  }

  /** All loaded rows, in no order. */
  *rows(): Iterable<RecordRow> {
    for (const rows of this.pages.values()) yield* rows;
  }
}

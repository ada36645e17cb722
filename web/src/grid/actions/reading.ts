/** Rows of a range of lines, fetched where they are not at hand. */
import type { RecordRow } from "../../fields";
import type { GridModel } from "../model";
import { PAGE_SIZE } from "../pages";

/** Rows on the lines [from, to], headings left out; null as soon as one is not loaded. */
export function loadedRows(model: GridModel, from: number, to: number): RecordRow[] | null {
  const rows: RecordRow[] = [];
  for (let line = from; line <= to; line += 1) {
    if (line < model.lines.total && model.lines.indexAt(line) < 0) continue;
    const row = model.rowAt(line);
    if (!row) return null;
    rows.push(row);
  }
  return rows;
}

/** The same, fetching what is missing. Rejects when a page cannot be read. */
export async function readRows(model: GridModel, from: number, to: number): Promise<RecordRow[]> {
  const at = loadedRows(model, from, to);
  if (at) return at;
  const pages = new Map<number, readonly RecordRow[]>();
  const rows: RecordRow[] = [];
  const abort = new AbortController();
  for (let line = from; line <= to; line += 1) {
    if (line >= model.lines.total) {
      const row = model.rowAt(line);
      if (row) rows.push(row);
      continue;
    }
    const index = model.lines.indexAt(line);
    if (index < 0) continue;
    const page = Math.floor(index / PAGE_SIZE);
    let row = model.cache.at(index) ?? pages.get(page)?.[index % PAGE_SIZE];
    if (!row && !pages.has(page)) {
      const { records } = await model.props.source.fetch(page * PAGE_SIZE, PAGE_SIZE, abort.signal);
      pages.set(page, records);
      row = records[index % PAGE_SIZE];
    }
    if (row) rows.push(row);
  }
  return rows;
}

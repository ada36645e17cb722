/** Tables as text: reading and writing what spreadsheets put on the clipboard. Knows nothing of fields. */

export type Block = readonly (readonly string[])[];

/**
 * Reads tab-separated text as Excel writes it: a cell with a tab, a line break or a quote at its beginning is quoted, quotes inside
 * are doubled. A quote in the middle of a cell, or one that is never closed, is just a character. The last line break ends the last row.
 */
export function readTable(text: string): string[][] {
  const source = text.replace(/\r\n?/g, "\n").replace(/\0/g, "");
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= source.length) {
    const [cell, next] = readCell(source, at);
    row.push(cell);
    const mark = source[next];
    at = next + 1;
    if (mark === "\t") continue;
    rows.push(row);
    row = [];
    if (mark === undefined || at >= source.length) break;
  }
  return rows;
}

/** The cell that starts at `from`, and where its delimiter (tab, line break, end) stands. */
function readCell(source: string, from: number): [string, number] {
  if (source[from] === '"') {
    const quoted = readQuoted(source, from);
    if (quoted) return quoted;
  }
  let end = from;
  while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end += 1;
  return [source.slice(from, end), end];
}

function readQuoted(source: string, from: number): [string, number] | null {
  let content = "";
  let at = from + 1;
  while (at < source.length) {
    const close = source.indexOf('"', at);
    if (close < 0) return null;
    content += source.slice(at, close);
    const after = source[close + 1];
    if (after === '"') {
      content += '"';
      at = close + 2;
      continue;
    }
    return after === undefined || after === "\t" || after === "\n" ? [content, close + 1] : null;
  }
  return null;
}

/** Writes a block as spreadsheets read it. */
export function writeTable(block: Block): string {
  return block.map((row) => row.map(quote).join("\t")).join("\r\n");
}

function quote(cell: string): string {
  return /[\t\r\n]|^"/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
}

/**
 * Writes a block as an HTML table: for mail, documents, and spreadsheets, which prefer it to the text. `texts` are the columns a
 * spreadsheet must not read as numbers: it would cut the zeros off a telephone number.
 */
export function writeHtml(block: Block, texts: readonly boolean[] = []): string {
  const cellOf = (cell: string, at: number) =>
    `<td style="white-space:pre-wrap${texts[at] ? ";mso-number-format:'\\@'" : ""}">${escapeHtml(cell).replace(/\n/g, "<br>")}</td>`;
  return `<meta charset="utf-8"><table><tbody>${block.map((row) => `<tr>${row.map(cellOf).join("")}</tr>`).join("")}</tbody></table>`;
}

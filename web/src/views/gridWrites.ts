/** Turns the grid's edits into requests, and refusals into what the grid marks at its cells. */
import { isConflict, isUnheard, Problem, sentence } from "../api/problem";
import { fetchRecord } from "../api/records";
import type { Row, Table, WriteResult } from "../api/types";
import type { Writes } from "../api/writes";
import { toWire } from "../fields";
import type { DeleteResult, NewRow, RowChange, RowProblem, SaveResult } from "../grid";

/** After a conflict only so many rows are fetched one by one; the rest show at the next refresh. */
const MOST_READ_AGAIN = 20;

function problemsOf(
  error: Problem,
  current?: ReadonlyMap<number, Row>,
  ids?: readonly number[],
): RowProblem[] {
  return error.errors.map((item) => {
    const row = item.row ?? 0;
    const id = ids?.[row];
    const now = id === undefined ? undefined : current?.get(id);
    return {
      row,
      field: item.field,
      code: item.code,
      message: item.message,
      ...(now ? { current: now } : {}),
    };
  });
}

/** Only answers of the server are refusals; a lost connection or a crash is thrown on. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem && error.status >= 400 && error.status < 500) return error;
  throw error;
}

export function gridWrites(ws: string, table: Table, writes: Writes) {
  const current = async (ids: readonly number[]): Promise<Map<number, Row>> => {
    const rows = await Promise.all(
      ids.slice(0, MOST_READ_AGAIN).map((id) => fetchRecord(ws, table.key, id).catch(() => null)),
    );
    return new Map(rows.filter((row) => row !== null).map((row) => [row.id, row]));
  };
  const own = (result: { touched?: (Row & { table: string })[] }) =>
    (result.touched ?? []).filter((row) => row.table === table.key);

  return {
    change: async (changes: readonly RowChange[]): Promise<SaveResult> => {
      const patches = changes.map(({ id, version, values }) => ({
        id,
        ...(version === undefined ? {} : { version }),
        values: toWire(values, table.fields),
      }));
      try {
        const result = await writes.patch(table.key, patches);
        return { records: result.records, touched: own(result) };
      } catch (error) {
        const problem = refusal(error);
        const ids = changes.map((change) => change.id);
        const now = isConflict(problem) ? await current(ids) : undefined;
        return { records: [], problems: problemsOf(problem, now, ids) };
      }
    },
    create: async (rows: readonly NewRow[], once: string): Promise<SaveResult> => {
      try {
        const result = await writes.create(
          table.key,
          rows.map((row) => toWire(row.values, table.fields)),
          once,
        );
        return { records: result.records, touched: own(result) };
      } catch (error) {
        if (isUnheard(error) || !(error instanceof Problem)) throw error;
        if (error.status < 500) return { records: [], problems: problemsOf(error) };
        const [{ code = "", message = error.message } = {}] = error.errors;
        return { records: [], problems: rows.map((_, row) => ({ row, field: null, code, message })) };
      }
    },
    arrange: async (view: string, id: number, side: "before" | "after", other: number): Promise<void> => {
      try {
        await writes.arrange(table.key, view, { record: id, [side]: other });
      } catch (error) {
        throw error instanceof Problem ? new Error(sentence(error)) : error;
      }
    },
    remove: async (ids: readonly number[]): Promise<DeleteResult & { batch: WriteResult["batch"] }> => {
      try {
        const { deleted, batch } = await writes.remove(table.key, [...ids]);
        return { deleted, batch };
      } catch (error) {
        return { deleted: [], batch: null, problems: problemsOf(refusal(error)) };
      }
    },
  };
}

/** A button pressed on many rows: in the parts that were foreseen, so that it can be stopped between them. Pure. */

/** Rows that are pressed in one request, as one batch, and what confirms it. */
export interface Part {
  ids: readonly number[];
  token: string;
}

export interface PartAnswer {
  results: readonly { id: number; ok: boolean; errors: readonly { message: string }[] }[];
  batch: string | null;
  message: string | null;
}

export interface Pressing {
  /** How many rows there were to begin with. */
  total: number;
  /** Rows on which it was pressed. */
  done: number;
  /** Rows that were refused, and why. */
  refused: readonly { id: number; sentences: readonly string[] }[];
  /** Rows that it was not tried on yet. */
  rest: readonly number[];
  /** What the button says after success. */
  message: string | null;
  /** One of the batches to take back; null while nothing was done. */
  batch: string | null;
}

export const begun = (ids: readonly number[]): Pressing => ({
  total: ids.length,
  done: 0,
  refused: [],
  rest: ids,
  message: null,
  batch: null,
});

/** What is known after the answer to the next part. */
function after(before: Pressing, { results, batch, message }: PartAnswer, part: Part): Pressing {
  const tried = new Set(part.ids);
  const refused = results
    .filter((one) => !one.ok)
    .map(({ id, errors }) => ({ id, sentences: errors.map((error) => error.message) }));
  return {
    ...before,
    done: before.done + results.length - refused.length,
    refused: [...before.refused, ...refused],
    rest: before.rest.filter((id) => !tried.has(id)),
    message: message ?? before.message,
    batch: batch ?? before.batch,
  };
}

/** Presses part by part, until it is stopped. A part that cannot be sent rejects; what was reported holds. */
export async function pressInParts(
  start: Pressing,
  parts: readonly Part[],
  send: (part: Part) => Promise<PartAnswer>,
  report: (now: Pressing) => void,
  stopped: () => boolean,
): Promise<Pressing> {
  let now = start;
  for (const part of parts) {
    if (stopped()) break;
    now = after(now, await send(part), part);
    report(now);
  }
  return now;
}

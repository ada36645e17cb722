/** A button pressed on many rows: in parts, so that it can be stopped between them. Pure. */

/** How many are sent at once, so that it can be stopped between two parts; each part is one batch. */
export const PART = 200;
/** As many as one request takes: a limited button counts all that is chosen before it takes any. */
export const WHOLE = 1_000;

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
export function after(before: Pressing, { results, batch, message }: PartAnswer, part = PART): Pressing {
  const refused = results
    .filter((one) => !one.ok)
    .map(({ id, errors }) => ({ id, sentences: errors.map((error) => error.message) }));
  return {
    ...before,
    done: before.done + results.length - refused.length,
    refused: [...before.refused, ...refused],
    rest: before.rest.slice(part),
    message: message ?? before.message,
    batch: batch ?? before.batch,
  };
}

/** Presses on what is left, part by part, until it is stopped. A part that cannot be sent rejects; what was reported holds. */
export async function pressInParts(
  start: Pressing,
  send: (ids: readonly number[]) => Promise<PartAnswer>,
  report: (now: Pressing) => void,
  stopped: () => boolean,
  part = PART,
): Promise<Pressing> {
  let now = start;
  while (now.rest.length > 0 && !stopped()) {
    now = after(now, await send(now.rest.slice(0, part)), part);
    report(now);
  }
  return now;
}

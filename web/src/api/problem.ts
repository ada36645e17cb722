/** What the server says when it refuses: every problem of a request, each with its row, field and sentence. */
import type { ProblemItem } from "./types";

export class Problem extends Error {
  readonly status: number;
  readonly errors: ProblemItem[];

  constructor(status: number, errors: ProblemItem[]) {
    super(errors.map((item) => item.message).join("；") || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.errors = errors;
  }

  /** What a problem carries along: a trial, the present state of what somebody else has changed. */
  beside(name: string): unknown {
    return this.errors
      .map((item) => (item as Record<string, unknown>)[name])
      .find((one) => one !== undefined);
  }

  has(code: string): boolean {
    return this.errors.some((item) => item.code === code);
  }
}

/** True for a stale `version` (409 with a version code): someone else saved in between. */
export function isConflict(error: unknown): error is Problem {
  return (
    error instanceof Problem &&
    (error.status === 412 ||
      (error.status === 409 && error.errors.some((e) => /version|stale|conflict/.test(e.code))))
  );
}

const UNHEARD = [0, 401, 429, 502, 503, 504];

/** Whether a write may have happened all the same, or can later as it is: no answer, nobody signed in, too much at once, or the first try is under way. */
export function isUnheard(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  return UNHEARD.includes(error.status) || error.has("idempotency.in_flight");
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** One sentence for a toast. */
export function sentence(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof Error) return error.message;
  return String(error);
}

export interface ErrorsByPlace {
  fields: Record<string, string>;
  general: string[];
}

/**
 * Sorts the problems of one record to the fields on screen; what has no visible field becomes general.
 * `shown` are the keys that have a place; `row` keeps only problems of that row (null problems always stay).
 */
export function errorsByPlace(error: unknown, shown: Iterable<string>, row?: number): ErrorsByPlace {
  if (!(error instanceof Problem)) return { fields: {}, general: [sentence(error)] };
  const places = new Set(shown);
  const fields: Record<string, string> = {};
  const general: string[] = [];
  for (const item of error.errors) {
    if (row !== undefined && item.row !== null && item.row !== undefined && item.row !== row) continue;
    if (item.field && places.has(item.field)) {
      fields[item.field] = fields[item.field] ? `${fields[item.field]}；${item.message}` : item.message;
    } else {
      general.push(item.message);
    }
  }
  if (Object.keys(fields).length === 0 && general.length === 0) general.push(error.message);
  return { fields, general };
}

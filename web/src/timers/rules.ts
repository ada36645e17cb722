/** Rules of a timer: which rows are its own, and what they begin with. Pure. */
import type { Timer } from "../api/timers";
import type { Condition, Draft, Field, Row, Table } from "../api/types";

/** The rows of the rules' table that are this timer's. */
export function ruleFilter(timer: Timer): Condition | null {
  const parts = timer.matches.flatMap(({ field, value }): Condition[] =>
    value === null ? [] : [{ field, op: "in", value: [value] }],
  );
  return parts.length === 0 ? null : parts.length === 1 && parts[0] ? parts[0] : { and: parts };
}

/** The fields of a rule that people fill in, without those that make it this timer's. */
export function ruleFields(timer: Timer, table: Table, others: readonly Timer[]): Field[] {
  const fixed = new Set(timer.matches.flatMap(({ field, value }) => (value === null ? [] : [field])));
  const own = usedFields(timer);
  const foreign = new Set(
    others
      .filter((one) => one.rules === timer.rules)
      .flatMap((one) => [...usedFields(one)])
      .filter((field) => !own.has(field)),
  );
  return table.fields.filter(
    (field) => !field.computed && !field.read_only && !fixed.has(field.key) && !foreign.has(field.key),
  );
}

function usedFields(timer: Timer): Set<string> {
  return new Set(
    [
      timer.active,
      timer.remind,
      ...timer.matches.map((match) => match.field),
      ...timer.criteria.flatMap((one) => [one.days, one.extend, one.most]),
      ...timer.pauses.map((one) => one.flag),
    ].filter((key) => key !== null),
  );
}

export function blankRule(timer: Timer): Draft {
  const fixed = timer.matches.flatMap(({ field, value }) =>
    value === null ? [] : [[field, value] as const],
  );
  return { ...Object.fromEntries(fixed), ...(timer.active ? { [timer.active]: true } : {}) };
}

export function isActive(timer: Timer, row: Row): boolean {
  return timer.active === null || row.values[timer.active] === true;
}

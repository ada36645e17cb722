/** Which state may follow which, while it is edited: by identities of choices, of which new ones have no key yet. Pure. */
import type { Labels } from "../fields";

export interface Move {
  readonly key: string | null;
  readonly label?: Partial<Labels>;
  /** Null: from every state. */
  readonly from: readonly string[] | null;
  readonly to: string;
}

/** The states that may follow one. */
export const followers = (moves: readonly Move[], from: string): string[] => [
  ...new Set(moves.filter((move) => move.from === null || move.from.includes(from)).map((move) => move.to)),
];

/** The moves with another set of followers for one state: moves that are there keep their key and label as long as they lead
 * from anywhere. */
export function withFollowers(
  moves: readonly Move[],
  all: readonly string[],
  from: string,
  next: readonly string[],
): Move[] {
  const kept = moves.flatMap((move): Move[] => {
    const sources = move.from ?? all.filter((one) => one !== move.to || one === from);
    const wanted = next.includes(move.to);
    if (wanted === sources.includes(from)) return [move];
    if (wanted) return [move];
    const rest = sources.filter((one) => one !== from);
    return rest.length > 0 ? [{ ...move, from: rest }] : [];
  });
  for (const to of next) {
    if (followers(kept, from).includes(to)) continue;
    const at = kept.findIndex((move) => move.to === to);
    const there = kept[at];
    if (there) kept[at] = { ...there, from: [...(there.from ?? []), from] };
    else kept.push({ key: null, from: [from], to });
  }
  return kept;
}

/** The moves among the states that are left. */
export function among(moves: readonly Move[], states: readonly string[]): Move[] {
  return moves.flatMap((move): Move[] => {
    if (!states.includes(move.to)) return [];
    if (move.from === null) return [move];
    const from = move.from.filter((one) => states.includes(one));
    return from.length > 0 ? [{ ...move, from }] : [];
  });
}

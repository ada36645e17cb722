/**
 * What was done in this browser tab, to be taken back and done again: tokens of batches, per workspace, kept in the tab's session
 * storage so that a reload loses nothing. What the batches did is the server's knowledge alone.
 */

export type DeedKind = "create" | "update" | "delete" | "button" | "import";

/** One act of the person: a paste may have taken several batches. */
export interface Deed {
  readonly batches: readonly string[];
  readonly kind: DeedKind;
  readonly table: string;
  readonly count: number;
  /** What was done that cannot be taken back, by name: it has no batches, and stands so that undo does not reach past it unsaid. */
  readonly final?: string;
}

const MOST = 100;

export class Deeds {
  private past: Deed[] = [];
  private future: Deed[] = [];
  private gestures = 0;
  /** The act that is going on; what is written meanwhile belongs to it. */
  private act: { deed: Deed | null } | null = null;
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly key: string) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}") as { past?: Deed[]; future?: Deed[] };
      this.past = kept.past ?? [];
      this.future = kept.future ?? [];
    } catch {
      // Unreadable or forbidden storage: the stack begins empty.
    }
  }

  private save(): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ past: this.past, future: this.future }));
    } catch {
      // Full or forbidden storage: the stack lasts as long as the page.
    }
  }

  /** Notes a batch that was just written. */
  note(deed: Deed): void {
    const before = this.act?.deed;
    if (this.act && before && this.past.at(-1) === before) {
      const joined = {
        ...before,
        batches: [...before.batches, ...deed.batches],
        count: before.count + deed.count,
      };
      this.past[this.past.length - 1] = joined;
      this.act.deed = joined;
    } else {
      this.past = [...this.past.slice(1 - MOST), deed];
      if (this.act) this.act.deed = deed;
    }
    this.future = [];
    this.save();
  }

  /** Whatever `work` writes is one act. */
  async asOne<T>(work: () => Promise<T>): Promise<T> {
    this.gestures += 1;
    this.act ??= { deed: null };
    try {
      return await work();
    } finally {
      this.gestures -= 1;
      if (this.gestures === 0) this.act = null;
    }
  }

  /** A write that is under way: undo waits for it, else it would take back the deed before. */
  track<T>(write: Promise<T>): Promise<T> {
    this.running.add(write);
    const done = () => this.running.delete(write);
    write.then(done, done);
    return write;
  }

  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  takePast(): Deed | undefined {
    const deed = this.past.pop();
    this.save();
    return deed;
  }

  /** The deed that a batch belongs to, wherever it stands. */
  take(batch: string): Deed | undefined {
    const deed = this.past.find((one) => one.batches.includes(batch));
    this.past = this.past.filter((one) => one !== deed);
    this.save();
    return deed;
  }

  takeFuture(): Deed | undefined {
    const deed = this.future.pop();
    this.save();
    return deed;
  }

  undone(deed: Deed): void {
    this.future.push(deed);
    this.save();
  }

  redone(deed: Deed): void {
    this.past.push(deed);
    this.save();
  }

  /** A batch that was taken back elsewhere (from the list of recent changes) is no deed of the stack any more. */
  forget(batch: string): void {
    const without = (deeds: Deed[]) => deeds.filter((deed) => !deed.batches.includes(batch));
    this.past = without(this.past);
    this.future = without(this.future);
    this.save();
  }
}

const stacks = new Map<string, Deeds>();

export function deedsOf(ws: string): Deeds {
  const key = `gezi.deeds.${ws}`;
  let stack = stacks.get(key);
  if (!stack) {
    stack = new Deeds(key);
    stacks.set(key, stack);
  }
  return stack;
}

/** Signing out: the next person in this tab has done nothing yet. */
export function forgetDeeds(): void {
  stacks.clear();
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith("gezi.deeds.")) sessionStorage.removeItem(key);
  } catch {
    // Forbidden storage holds nothing.
  }
}

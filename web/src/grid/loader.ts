/**
 * Fetches the pages that are looked at. A page is fetched when it has been wanted for 100 ms: in a fling pages pass faster than that
 * and cost nothing. What is no longer wanted is aborted.
 */
import { PAGE_SIZE, type PageCache } from "./pages";
import type { RowSource } from "./types";

export const PATIENCE_MS = 100;

export interface LoaderEvents {
  /** `count`: rows in all, as the source said or the page shows; `atLeast`: there may be more. Null: nothing new is known. */
  onPage(count: number | null, atLeast?: boolean): void;
  onFailure(error: unknown): void;
}

export class PageLoader {
  private source: RowSource | null = null;
  private readonly wantedSince = new Map<number, number>();
  private readonly running = new Map<number, AbortController>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private refreshing: AbortController | null = null;
  /** The source has told a count before: pages are not asked for one. */
  private counted = false;

  constructor(
    private readonly cache: PageCache,
    private readonly events: LoaderEvents,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Another query: everything known is void. */
  reset(source: RowSource): void {
    this.stop();
    this.cache.clear();
    this.counted = false;
    this.source = source;
  }

  /** The same query through a new object. */
  adopt(source: RowSource): void {
    this.source = source;
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.refreshing?.abort();
    this.refreshing = null;
    for (const abort of this.running.values()) abort.abort();
    this.running.clear();
    this.wantedSince.clear();
  }

  /** States which pages are looked at now. `hurry` skips the patience. */
  want(pages: readonly number[], hurry = false): void {
    this.cache.touch(pages);
    const wanted = new Set(pages);
    for (const page of this.wantedSince.keys()) if (!wanted.has(page)) this.wantedSince.delete(page);
    for (const [page, abort] of this.running) {
      if (wanted.has(page)) continue;
      abort.abort();
      this.running.delete(page);
    }
    const now = this.now();
    for (const page of wanted) {
      if (this.cache.has(page) || this.running.has(page) || this.wantedSince.has(page)) continue;
      this.wantedSince.set(page, hurry ? now - PATIENCE_MS : now);
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.wantedSince.size === 0) return;
    const first = Math.min(...this.wantedSince.values());
    const wait = first + PATIENCE_MS - this.now();
    if (wait <= 0) this.start();
    else this.timer = setTimeout(() => this.start(), wait);
  }

  private start(): void {
    const now = this.now();
    for (const [page, since] of this.wantedSince) {
      if (now - since < PATIENCE_MS - 1) continue;
      this.wantedSince.delete(page);
      void this.load(page);
    }
    this.schedule();
  }

  private async load(page: number): Promise<void> {
    if (!this.source) return;
    const abort = new AbortController();
    this.running.set(page, abort);
    try {
      const { records, count } = await this.source.fetch(page * PAGE_SIZE, PAGE_SIZE, abort.signal);
      if (abort.signal.aborted) return;
      this.running.delete(page);
      this.cache.put(page, records);
      this.report(page, records.length, count ?? null);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.running.delete(page);
      this.events.onFailure(error);
    }
  }

  /** Without a count from the source, a page that is not full tells where the rows end. */
  private report(page: number, length: number, count: number | null): void {
    if (count !== null) this.counted = true;
    if (count !== null || this.counted || this.source?.count != null) this.events.onPage(count);
    else if (length === PAGE_SIZE) this.events.onPage((page + 1) * PAGE_SIZE + 1, true);
    else this.events.onPage(page * PAGE_SIZE + length);
  }

  /**
   * Reads these pages again; what is on the screen stays until all have come. All other pages are forgotten.
   * Answers whether it succeeded, and the count if the source told one.
   */
  async refresh(pages: readonly number[]): Promise<{ done: boolean; count: number | null }> {
    const failed = { done: false, count: null };
    const source = this.source;
    if (!source) return failed;
    this.refreshing?.abort();
    const abort = new AbortController();
    this.refreshing = abort;
    try {
      const answers = await Promise.all(
        pages.map((page) => source.fetch(page * PAGE_SIZE, PAGE_SIZE, abort.signal)),
      );
      if (abort.signal.aborted) return failed;
      this.cache.clear();
      pages.forEach((page, index) => {
        this.cache.put(page, answers[index]?.records ?? []);
      });
      const count = answers.find((answer) => answer.count != null)?.count ?? null;
      this.events.onPage(count);
      return { done: true, count };
    } catch (error) {
      if (!abort.signal.aborted) this.events.onFailure(error);
      return failed;
    } finally {
      if (this.refreshing === abort) this.refreshing = null;
    }
  }
}

/**
 * The news of a workspace. One tab of the browser holds the stream and hands what it hears to the others; when it closes, the next one
 * takes over where it was. Where the server has no place left for a stream, the tab asks from time to time instead.
 */

import { fetchNews, type News, newsAddress } from "../api/changes";
import { seeing } from "../app/viewAs";

const ASK_EVERY_MS = 10_000;
const STREAM_AGAIN_MS = 60_000;

export class Feed {
  private last: number | null = null;
  private structure: number | null = null;
  private channel: BroadcastChannel | null = null;
  private stream: EventSource | null = null;
  private asking: ReturnType<typeof setInterval> | null = null;
  private again: ReturnType<typeof setTimeout> | null = null;
  private giveUp: AbortController | null = null;
  private release: (() => void) | null = null;

  constructor(
    private readonly ws: string,
    /** `restructured`: tables, views or rights are others than before. */
    private readonly listener: (news: News, restructured: boolean) => void,
  ) {}

  start(): void {
    const name = `gezi.live.${this.ws}.${seeing()?.view ?? ""}`;
    if (typeof BroadcastChannel !== "undefined") {
      this.channel = new BroadcastChannel(name);
      this.channel.onmessage = (event: MessageEvent<News>) => this.hear(event.data);
    }
    const giveUp = new AbortController();
    this.giveUp = giveUp;
    // Only secure pages have locks; without them every tab has a stream of its own.
    if (!this.channel || !navigator.locks) {
      this.connect();
      return;
    }
    const held = () =>
      new Promise<void>((release) => {
        this.release = release;
        if (!giveUp.signal.aborted) this.connect();
        else release();
      });
    navigator.locks.request(name, { signal: giveUp.signal }, held).catch(() => undefined);
  }

  stop(): void {
    this.giveUp?.abort();
    this.hangUp();
    this.channel?.close();
    this.channel = null;
    this.release?.();
    this.release = null;
  }

  private hangUp(): void {
    this.stream?.close();
    this.stream = null;
    if (this.asking) clearInterval(this.asking);
    if (this.again) clearTimeout(this.again);
    this.asking = null;
    this.again = null;
  }

  private connect(): void {
    this.hangUp();
    const stream = new EventSource(newsAddress(this.ws, this.last));
    this.stream = stream;
    const told = (event: MessageEvent<string>) => this.tell(JSON.parse(event.data) as News);
    for (const name of ["ready", "changes", "resync"]) stream.addEventListener(name, told);
    // While the browser comes back by itself there is nothing to do; what it has given up was refused.
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED && this.stream === stream) this.ask();
    };
  }

  private ask(): void {
    this.hangUp();
    const once = async () => {
      if (document.hidden) return;
      try {
        this.tell(await fetchNews(this.ws, this.last));
      } catch {
        // Unreachable or signed out: whatever is on the page says so itself.
      }
    };
    void once();
    this.asking = setInterval(() => void once(), ASK_EVERY_MS);
    this.again = setTimeout(() => this.connect(), STREAM_AGAIN_MS);
  }

  private tell(news: News): void {
    this.channel?.postMessage(news);
    this.hear(news);
  }

  private hear(news: News): void {
    const restructured = this.structure !== null && this.structure !== news.structure;
    this.last = news.last;
    this.structure = news.structure;
    if (restructured || news.resync || news.changes.length > 0) this.listener(news, restructured);
  }
}

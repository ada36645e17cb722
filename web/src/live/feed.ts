/**
 * The news of a workspace. One tab of the browser holds the stream and hands what it hears to the others; when it closes, the next one
 * takes over where it was. Where the server has no place left for a stream, the tab asks from time to time instead.
 */

import { fetchNews, type News, newsAddress } from "../api/changes";
import { Problem } from "../api/problem";
import { seeing } from "../app/viewAs";

const ASK_EVERY_MS = 10_000;
const STREAM_AGAIN_MS = 60_000;
/** A stream says something every 15 s: one that has said nothing for so long is dead, though nobody has told the browser. */
const SILENCE_MS = 45_000;

/** What goes from tab to tab. `back`: the server could not be heard for a while, and can again. */
type Heard = News & { back?: boolean };

export class Feed {
  private last: number | null = null;
  private structure: number | null = null;
  private channel: BroadcastChannel | null = null;
  private stream: EventSource | null = null;
  private asking: ReturnType<typeof setInterval> | null = null;
  private again: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private lost = false;
  private giveUp: AbortController | null = null;
  private release: (() => void) | null = null;

  constructor(
    private readonly ws: string,
    /** `restructured`: tables, views or rights are others than before. */
    private readonly listener: (news: News, restructured: boolean) => void,
    /** What could not be read meanwhile can be read now. */
    private readonly back: () => void = () => undefined,
    /** The server is there and says no: one may not look into the workspace any more. */
    private readonly refused: () => void = () => undefined,
  ) {}

  start(): void {
    const name = `gezi.live.${this.ws}.${seeing()?.view ?? ""}`;
    if (typeof BroadcastChannel !== "undefined") {
      this.channel = new BroadcastChannel(name);
      this.channel.onmessage = (event: MessageEvent<Heard>) => this.hear(event.data);
    }
    window.addEventListener("online", this.online);
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
    window.removeEventListener("online", this.online);
    this.giveUp?.abort();
    this.hangUp();
    this.channel?.close();
    this.channel = null;
    this.release?.();
    this.release = null;
  }

  /** The network is there again: do not wait for the browser to find that its stream is dead. */
  private readonly online = (): void => {
    if (!this.stream && !this.asking) return;
    this.lost = true;
    this.connect();
  };

  private listen(): void {
    if (this.silence) clearTimeout(this.silence);
    this.silence = setTimeout(this.online, SILENCE_MS);
  }

  private hangUp(): void {
    if (this.silence) clearTimeout(this.silence);
    this.silence = null;
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
    const told = (event: MessageEvent<string>) => {
      if (this.stream !== stream) return;
      this.listen();
      this.tell(JSON.parse(event.data) as News);
    };
    for (const name of ["ready", "changes", "resync"]) stream.addEventListener(name, told);
    stream.addEventListener("alive", () => this.stream === stream && this.listen());
    this.listen();
    // While the browser comes back by itself there is nothing to do; what it has given up was refused.
    stream.onerror = () => {
      this.lost = true;
      if (stream.readyState === EventSource.CLOSED && this.stream === stream) this.ask();
    };
  }

  private ask(): void {
    this.hangUp();
    const once = async () => {
      if (document.hidden) return;
      try {
        this.tell(await fetchNews(this.ws, this.last));
      } catch (error) {
        // Unreachable: whatever is on the page says so itself. Signed out elsewhere: what is on the page must not stay there.
        this.lost = true;
        if (error instanceof Problem && [401, 403, 404].includes(error.status)) this.refused();
      }
    };
    void once();
    this.asking = setInterval(() => void once(), ASK_EVERY_MS);
    this.again = setTimeout(() => this.connect(), STREAM_AGAIN_MS);
  }

  private tell(news: News): void {
    const heard: Heard = this.lost ? { ...news, back: true } : news;
    this.lost = false;
    this.channel?.postMessage(heard);
    this.hear(heard);
  }

  private hear(news: Heard): void {
    const restructured = this.structure !== null && this.structure !== news.structure;
    this.last = news.last;
    this.structure = news.structure;
    if (restructured || news.resync || news.changes.length > 0) this.listener(news, restructured);
    if (news.back) this.back();
  }
}

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Feed } from "./feed";

/** A stream whose server says what the test lets it say. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static made: Stream[] = [];
  readyState = 1;
  onerror: (() => void) | null = null;

  constructor(readonly address: string) {
    super();
    Stream.made.push(this);
  }

  says(event: string, last: number): void {
    const data = JSON.stringify(event === "alive" ? {} : { changes: [], last, structure: 1, resync: false });
    this.dispatchEvent(new MessageEvent(event, { data }));
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

const latest = () => Stream.made.at(-1) as Stream;
const back = vi.fn();
const refused = vi.fn();
let feed: Feed;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("BroadcastChannel", undefined);
  Stream.made = [];
  back.mockReset();
  refused.mockReset();
  feed = new Feed("crm", () => undefined, back, refused);
  feed.start();
  latest().says("ready", 7);
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("calls again, from where it was, when a stream has been silent for longer than its signs of life are apart", () => {
  for (let minute = 0; minute < 4; minute += 1) {
    vi.advanceTimersByTime(30_000);
    latest().says("alive", 7);
  }
  expect(Stream.made).toHaveLength(1);
  vi.advanceTimersByTime(46_000);
  expect(Stream.made).toHaveLength(2);
  expect(Stream.made[0]?.readyState).toBe(Stream.CLOSED);
  expect(latest().address).toContain("since=7");
  expect(back).not.toHaveBeenCalled();
  latest().says("ready", 7);
  expect(back).toHaveBeenCalledTimes(1);
  latest().says("changes", 8);
  expect(back).toHaveBeenCalledTimes(1);
});

it("tells that the server is back after the browser has reconnected, and at once when there is a network again", () => {
  latest().onerror?.();
  latest().says("changes", 8);
  expect(back).toHaveBeenCalledTimes(1);
  window.dispatchEvent(new Event("online"));
  expect(Stream.made).toHaveLength(2);
  expect(latest().address).toContain("since=8");
  latest().says("ready", 8);
  expect(back).toHaveBeenCalledTimes(2);
});

it("asks who is signed in when its stream was refused because the session was ended elsewhere", async () => {
  const body = { errors: [{ row: null, field: null, code: "auth.required", message: "请先登录" }] };
  vi.stubGlobal("fetch", async () => Response.json(body, { status: 401 }));
  latest().readyState = Stream.CLOSED;
  latest().onerror?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(refused).toHaveBeenCalledTimes(1);
});

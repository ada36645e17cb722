import { expect, test } from "vitest";
import { begun, type Part, type PartAnswer, type Pressing, pressInParts } from "./pressing";

const ids = Array.from({ length: 450 }, (_, at) => at + 1);
const parts = (rest: readonly number[]): Part[] =>
  [0, 200, 400].flatMap((from) => {
    const part = rest.slice(from, from + 200);
    return part.length ? [{ ids: part, token: `t${part[0]}` }] : [];
  });

/** Refuses every hundredth row. */
function server() {
  const sent: number[] = [];
  const send = async ({ ids: part, token }: Part): Promise<PartAnswer> => {
    expect(token).toBe(`t${part[0]}`);
    sent.push(part.length);
    return {
      results: part.map((id) =>
        id % 100 === 0 ? { id, ok: false, errors: [{ message: `no ${id}` }] } : { id, ok: true, errors: [] },
      ),
      batch: `b${sent.length}`,
      message: "done",
    };
  };
  return { sent, send };
}

test("450 rows go in parts of 200, and the refused ones are kept with their sentences", async () => {
  const { sent, send } = server();
  const seen: number[] = [];
  const end = await pressInParts(
    begun(ids),
    parts(ids),
    send,
    (now) => seen.push(now.rest.length),
    () => false,
  );
  expect(sent).toEqual([200, 200, 50]);
  expect(seen).toEqual([250, 50, 0]);
  expect(end.done).toBe(446);
  expect(end.refused).toEqual([100, 200, 300, 400].map((id) => ({ id, sentences: [`no ${id}`] })));
  expect(end.batch).toBe("b3");
});

test("it stops between parts and goes on with what is left", async () => {
  const { sent, send } = server();
  let now: Pressing = begun(ids);
  const report = (next: Pressing) => {
    now = next;
  };
  await pressInParts(now, parts(now.rest), send, report, () => now.rest.length < ids.length);
  expect([sent, now.rest.length]).toEqual([[200], 250]);
  await pressInParts(now, parts(now.rest), send, report, () => false);
  expect([sent, now.done, now.rest.length]).toEqual([[200, 200, 50], 446, 0]);
});

test("a part that cannot be sent leaves what was done before it, and itself still to do", async () => {
  const { send } = server();
  let now: Pressing = begun(ids);
  let tried = 0;
  const lost = (part: Part) => (++tried === 2 ? Promise.reject(new Error("lost")) : send(part));
  const report = (next: Pressing) => {
    now = next;
  };
  await expect(pressInParts(now, parts(now.rest), lost, report, () => false)).rejects.toThrow("lost");
  expect([now.done, now.rest[0]]).toEqual([198, 201]);
});

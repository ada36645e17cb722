import { expect, test, vi } from "vitest";
import type { ForeseenAll } from "../api/actions";
import { LONGEST_MS, lookAhead, reasonsOf } from "./outlook";

/** Each row but every third would be raised from 1.05 by 0.50; the server gets through two rows at once. */
function answer(ids: readonly number[]): ForeseenAll {
  const seen = ids.slice(0, 2);
  const able = seen.filter((id) => id % 3 !== 0);
  return {
    results: seen.map((id) => ({
      id,
      ok: id % 3 !== 0,
      errors: id % 3 ? [] : [{ row: null, field: null, code: "no", message: "不可以" }],
    })),
    rest: ids.slice(2),
    impact: {
      created: 0,
      updated: able.length,
      deleted: 0,
      tables: able.length ? [{ table: "deals", created: 0, updated: able.length, deleted: 0 }] : [],
    },
    fields: [
      {
        table: "deals",
        field: "amount",
        records: able.length,
        sum: { before: `${(able.length * 105) / 100}`, after: `${(able.length * 155) / 100}` },
        moves: [],
        others: 0,
      },
      {
        table: "deals",
        field: "stage",
        records: able.length,
        sum: null,
        moves: [{ before: "a", after: "b", records: able.length }],
        others: 0,
      },
    ],
    complete: true,
    token: `t${seen[0]}`,
  };
}

test("what is known of parts is added up, and each part keeps the token that confirms it", async () => {
  const found = await lookAhead(
    [1, 2, 3, 4, 5],
    async (ids) => answer(ids),
    () => undefined,
    () => false,
    200,
  );
  expect(found.parts).toEqual([
    { ids: [1, 2], token: "t1" },
    { ids: [3, 4], token: "t3" },
    { ids: [5], token: "t5" },
  ]);
  expect([found.able, found.rest]).toEqual([4, []]);
  expect(found.impact.tables).toEqual([{ table: "deals", created: 0, updated: 4, deleted: 0 }]);
  expect(found.fields.map((one) => one.sum ?? one.moves)).toEqual([
    { before: "4.20", after: "6.20" },
    [{ before: "a", after: "b", records: 4 }],
  ]);
  expect(reasonsOf(found.refused)).toEqual([{ sentence: "不可以", ids: [3] }]);
});

test("it stops when it is told to, and when it takes too long, with the first part known", async () => {
  let asked = 0;
  const ask = async (ids: readonly number[]) => {
    asked += 1;
    return answer(ids);
  };
  const stopped = await lookAhead(
    [1, 2, 3, 4],
    ask,
    () => undefined,
    () => asked > 0,
    200,
  );
  expect(stopped.rest).toEqual([3, 4]);
  vi.spyOn(Date, "now").mockReturnValueOnce(0).mockReturnValue(LONGEST_MS);
  const late = await lookAhead(
    [1, 2, 3, 4],
    ask,
    () => undefined,
    () => false,
    200,
  );
  expect(late.rest).toEqual([3, 4]);
  vi.restoreAllMocks();
});

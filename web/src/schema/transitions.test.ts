import { describe, expect, it } from "vitest";
import type { Field } from "../api/types";
import { draftOf, emptyDraft, partsOf } from "./draft";
import { followers, type Move, withFollowers } from "./transitions";

const ALL = ["a", "b", "c"];
const MOVES: Move[] = [
  { key: "start", label: { "zh-CN": "开始" }, from: ["a"], to: "b" },
  { key: "stop", from: null, to: "c" },
];

describe("which state may follow which", () => {
  it("tells the followers of a state, of moves from everywhere too", () => {
    expect(followers(MOVES, "a")).toEqual(["b", "c"]);
    expect(followers(MOVES, "b")).toEqual(["c"]);
  });

  it("keeps the key and the words of a move that goes on leading somewhere", () => {
    const more = withFollowers(MOVES, ALL, "c", ["b"]);
    expect(more[0]).toEqual({ ...MOVES[0], from: ["a", "c"] });
    const fewer = withFollowers(MOVES, ALL, "a", ["b"]);
    expect(fewer).toContainEqual({ ...MOVES[1], from: ["b"] });
    expect(withFollowers(MOVES, ALL, "a", ["c"])).toEqual([MOVES[1]]);
  });

  it("sends keys for choices that are new, and drops moves of states that go", () => {
    const draft = {
      ...emptyDraft(),
      type: "state" as const,
      label: "进度",
      choices: [
        { id: "a", key: "open", label: "待办", color: "red", archived: false },
        { id: "b", label: "完成", color: "green", archived: false },
      ],
      moves: [{ key: null, from: ["a", "gone"], to: "b" }],
    };
    const parts = partsOf(draft, null);
    expect(parts.choices?.map((choice) => choice.key)).toEqual(["open", "option_2"]);
    expect(parts.options).toEqual({
      transitions: [{ key: "to_option_2", from: ["open"], to: "option_2" }],
    });
  });
});

describe("the settings of a field that is there", () => {
  it("sends only those that change, and a filter that is taken away as none", () => {
    const field = {
      key: "desk",
      type: "relation",
      value_type: "relation",
      label: "工位",
      required: false,
      unique: false,
      options: [],
      settings: { table: "desks", filter: { field: "free", op: "=", value: true }, on_delete: "clear" },
    } as unknown as Field;
    const before = draftOf(field);
    const after = { ...before, options: { ...before.options, filter: null } };
    expect(partsOf(after, before)).toEqual({ options: { filter: null } });
    expect(partsOf(before, before)).toEqual({});
  });
});

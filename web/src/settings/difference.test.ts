import { describe, expect, it } from "vitest";
import { differences, moved } from "./difference";

const said = { none: false, actions: { view: { rows: null } }, fields: {}, buttons: {}, views: {} };

describe("what differs between two states of rights", () => {
  it("names what was granted, taken back and changed, each once", () => {
    const before = { ...said, actions: { view: { rows: null }, edit: { rows: null } } };
    const after = {
      ...said,
      actions: { view: { rows: { field: "owner", op: "=", value: "@me" } } },
      fields: { note: { read: false } },
    };
    expect(differences(before, after)).toEqual([
      { part: "actions", key: "view", kind: "changed" },
      { part: "actions", key: "edit", kind: "withdrawn" },
      { part: "fields", key: "note", kind: "granted" },
    ]);
  });

  it("tells when a table is closed", () => {
    expect(differences(said, { ...said, none: true, actions: {} })).toEqual([
      { part: "none", key: "none", kind: "granted" },
      { part: "actions", key: "view", kind: "withdrawn" },
    ]);
  });

  it("tells who came and who went", () => {
    expect(moved<number>([1, 2], [2, 3])).toEqual({ came: [3], went: [1] });
  });
});

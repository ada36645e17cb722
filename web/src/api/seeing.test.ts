import { afterEach, expect, it } from "vitest";
import { actionsOf } from "./actions";
import { setViewAs } from "./client";
import { recordSeen, tablesSeen } from "./seeing";
import type { RecordWithRights, Table } from "./types";

afterEach(() => setViewAs(null));

const rights = { view: true, create: true, edit: true, delete: true, import: true, export: true };
const table = { key: "orders", allowed: rights } as Table;
const record = { id: 1, allowed: { edit: true, delete: true }, actions: [{ key: "submit" }] };

it("offers no change of a workspace that is looked at with somebody else's eyes", () => {
  setViewAs({ ws: "crm", view: "member:2" });
  expect(tablesSeen("crm", [table])[0]?.allowed).toEqual({
    view: true,
    create: false,
    edit: false,
    delete: false,
    import: false,
    export: true,
  });
  const seen = recordSeen("crm", record as unknown as RecordWithRights);
  expect(seen.allowed).toEqual({ edit: false, delete: false });
  expect(actionsOf(seen)).toEqual([]);
});

it("leaves every other workspace as it is", () => {
  setViewAs({ ws: "crm", view: "member:2" });
  expect(tablesSeen("travel", [table])[0]).toBe(table);
});

import { describe, expect, it } from "vitest";
import { field, table } from "../testing/schema";
import type { AutomationDocument, StepDocument } from "./document";
import { blankDraft, copyOf, documentOf, draftOf, lacksOf, nearest } from "./draft";
import { madeIn } from "./making";
import { fieldPaths, pathLabel, targetOf } from "./paths";
import {
  documentsOf,
  duplicated,
  inOrder,
  inserted,
  moved,
  namesBefore,
  newStep,
  nodesOf,
  placesOf,
  removed,
  replaced,
  stepAt,
} from "./steps";

const WHEN = { field: "stage", op: "=", value: "won" } as const;
const STEPS: StepDocument[] = [
  { find: "orders", as: "found", match: { customer: { record: true } } },
  {
    branch: [
      {
        when: WHEN,
        do: [
          { set: { stage: null } },
          { each: "found", do: [{ notify: { to: [], text: { "zh-CN": "好", en: "Good" } } }] },
        ],
      },
      { do: [{ create: "tasks", values: { name: { value: "x" } }, as: "task", when: WHEN }] },
    ],
  },
  { update: "customer", set: { level: { value: "a" } }, where: WHEN },
  { telepathy: 1, when: WHEN },
];
const kinds = (nodes: ReturnType<typeof nodesOf>) => nodes.map((node) => node.kind);

describe("steps as nodes", () => {
  it("come back as the definition they were, those of a newer server as well", () => {
    const nodes = nodesOf(STEPS);
    expect(kinds(nodes)).toEqual(["find", "branch", "update", "other"]);
    expect(documentsOf(nodes)).toEqual(STEPS);
  });

  it("know their places, and the step that a place of a run speaks of", () => {
    const nodes = nodesOf(STEPS);
    const each = nodes[1]?.ways[0]?.steps[1];
    const inner = each?.steps[0];
    expect(placesOf(nodes).get(inner?.id ?? "")).toBe("do[1].branch[0].do[1].do[0]");
    expect(stepAt(nodes, "1.0.1.417.0")).toBe(inner);
    expect(stepAt(nodes, "1.1.0")?.kind).toBe("create");
    expect(stepAt(nodes, "9")).toBeNull();
  });

  it("are ordered by number", () => {
    const steps = ["10", "2.10.0", "2", "2.9.0"].map((path) => ({ path }));
    expect(inOrder(steps).map((step) => step.path)).toEqual(["2", "2.9.0", "2.10.0", "10"]);
  });

  it("move within their list only, by one place or to another's", () => {
    const nodes = nodesOf(STEPS);
    const [first, second, third] = nodes;
    expect(moved(nodes, first?.id ?? "", -1)).toEqual(nodes);
    expect(moved(nodes, first?.id ?? "", 1).map((node) => node.id)[1]).toBe(first?.id);
    expect(kinds(moved(nodes, first?.id ?? "", { over: third?.id ?? "" }))).toEqual([
      "branch",
      "update",
      "find",
      "other",
    ]);
    const inner = second?.ways[0]?.steps[0]?.id ?? "";
    const after = moved(nodes, inner, 1)[1];
    expect(kinds(after?.ways[0]?.steps ?? [])).toEqual(["each", "set"]);
    expect(moved(nodes, inner, { over: first?.id ?? "" })).toEqual(nodes);
  });

  it("are put in, doubled, changed and taken out anywhere", () => {
    const nodes = nodesOf(STEPS);
    const way = nodes[1]?.ways[1]?.id ?? "";
    const step = newStep("wait");
    const more = inserted(nodes, way, 0, step);
    expect(kinds(more[1]?.ways[1]?.steps ?? [])).toEqual(["wait", "create"]);
    expect(inserted(nodes, null, 0, step)[0]).toBe(step);
    const changed = replaced(more, { ...step, parts: { wait: { until: "due" } } });
    expect(documentsOf(changed[1]?.ways[1]?.steps ?? [])[0]).toEqual({ wait: { until: "due" } });
    expect(documentsOf(removed(changed, step.id))).toEqual(STEPS);
    const twice = duplicated(nodes, nodes[1]?.id ?? "");
    expect(twice[2]?.ways[0]?.steps[0]?.id).not.toBe(twice[1]?.ways[0]?.steps[0]?.id);
    expect(documentsOf(twice)[2]).toEqual(STEPS[1]);
  });

  it("know the results of the steps before them", () => {
    const nodes = nodesOf(STEPS);
    expect(namesBefore(nodes, nodes[0]?.id ?? "").found).toEqual([]);
    expect(namesBefore(nodes, nodes[1]?.id ?? "").found).toEqual([{ name: "found", table: "orders" }]);
    expect(namesBefore(nodes, nodes[2]?.id ?? "").made).toEqual([{ name: "task", table: "tasks" }]);
  });
});

describe("a draft", () => {
  const document: AutomationDocument = {
    key: "won",
    label: { "zh-CN": "赢单", en: "Won" },
    table: "deals",
    trigger: { on: "updated", fields: ["stage"] },
    if: WHEN,
    do: STEPS,
    demo: true,
  };

  it("comes back as the definition it was", () => {
    expect(documentOf(draftOf(document))).toEqual(document);
  });

  it("says in both languages what was written in one", () => {
    const draft = draftOf({ ...document, label: { "zh-CN": " 赢单 ", en: "" } });
    expect(documentOf(draft).label).toEqual({ "zh-CN": "赢单", en: "赢单" });
  });

  it("of a copy has a key of its own and is off", () => {
    const copy = documentOf(copyOf(document, document.label));
    expect(copy.key).toMatch(/^[a-z][a-z0-9_]{0,49}$/);
    expect(copy.key).not.toBe("won");
    expect(copy.enabled).toBe(false);
  });

  it("lists all that is missing, each at its place", () => {
    const draft = blankDraft("deals");
    const branch = newStep("branch");
    const lacking = lacksOf({
      ...draft,
      trigger: { on: "linked", field: "" },
      steps: [newStep("set"), branch],
    });
    expect(lacking).toEqual([
      { place: "label", lack: "label" },
      { place: "trigger", lack: "field" },
      { place: "do[0]", lack: "values" },
      { place: "do[1].branch[0]", lack: "steps" },
      { place: "do[1].branch[1]", lack: "steps" },
    ]);
    expect(lacksOf({ ...draft, label: document.label, steps: nodesOf([{ set: { a: null } }]) })).toEqual([]);
  });

  it("shows a problem of the server at the nearest step", () => {
    const places = ["trigger", "do[0]", "do[1]", "do[1].branch[0].do[0]"];
    expect(nearest(places, "do[1].branch[0].do[0].set.stage")).toBe("do[1].branch[0].do[0]");
    expect(nearest(places, "do[10].set")).toBeNull();
    expect(nearest(places, "trigger.fields[0]")).toBe("trigger");
    expect(nearest(places, null)).toBeNull();
  });
});

describe("paths", () => {
  const customers = table([field("name", "text"), field("owner", "member")], {
    key: "customers",
    label: "客户",
  });
  const deals = table([
    field("name", "text"),
    field("customer", "relation", { label: "客户", settings: { table: "customers" } }),
  ]);
  const tables = new Map([customers, deals].map((one) => [one.key, one]));

  it("follow relations, and keep what is named already", () => {
    const choices = fieldPaths(tables, deals, (one) => one.type === "member", ["gone.field"]);
    expect(choices).toEqual([
      { value: "customer.owner", label: "客户 › OWNER" },
      { value: "gone.field", label: "gone › field" },
    ]);
    expect(pathLabel(tables, deals, "customer.owner")).toBe("客户 › OWNER");
  });

  it("lead to the table of a relation, of a relation pointing here, or of an earlier find", () => {
    expect(targetOf(tables, deals, "customer", [])?.key).toBe("customers");
    expect(targetOf(tables, customers, "deals.customer", [])?.key).toBe("deals");
    expect(targetOf(tables, deals, "found", [{ name: "found", table: "customers" }])?.key).toBe("customers");
    expect(targetOf(tables, deals, "name", [])).toBeUndefined();
  });
});

describe("a step that makes a record in another table after all", () => {
  const leads = table([field("name", "text"), field("phone", "phone"), field("amount", "money")]);
  const firms = table([field("name", "text"), field("phone", "text"), field("owner", "member")]);

  it("keeps what has a field of the same key and type there, and how duplicates are looked for", () => {
    const parts = {
      create: "leads",
      as: "made",
      values: { name: { field: "title" }, phone: { value: "1" }, amount: { value: 3 } },
      children: { lines: { from: "lines", values: {} } },
      duplicates: { fields: ["name", "phone"], match: "normalised" as const, show: ["amount"] },
    };
    expect(madeIn(parts, "firms", leads, firms)).toEqual({
      create: "firms",
      as: "made",
      values: { name: { field: "title" } },
      duplicates: { fields: ["name"], match: "normalised", show: [] },
    });
  });
});

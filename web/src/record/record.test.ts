import { describe, expect, it } from "vitest";
import type { Row } from "../api/types";
import { field, option, table } from "../testing/schema";
import { defaultsOf, filledIn, isChanged, missingOf, placesOf, together, wireOf } from "./draft";
import { layoutOf, relatedLists, timelineOf } from "./layout";
import { fieldOfType, forType } from "./recordTypes";

const words = { other: "其他", system: "系统" };
const me = { id: 7, name: "我" };
const created = field("created_at", "datetime", { computed: true, read_only: true });

describe("the layout of a record page", () => {
  it("without a layout shows all fields, lines in sections of their own, system fields last", () => {
    const orders = table([
      field("number", "text"),
      field("lines", "subtable"),
      field("note", "text"),
      created,
    ]);
    const sections = layoutOf(orders, words).tabs[0]?.sections ?? [];
    expect(sections.map((section) => [section.label, section.fields.map((one) => one.key)])).toEqual([
      [null, ["number", "note"]],
      ["LINES", ["lines"]],
      ["系统", ["created_at"]],
    ]);
  });

  it("shows fields the layout forgot, and leaves out keys that are gone", () => {
    const orders = table([field("a", "text"), field("b", "text")], {
      layout: {
        header: ["gone"],
        tabs: [{ key: "t", label: "详情", sections: [{ label: "基本", fields: ["a", "gone"] }] }],
      },
    });
    const layout = layoutOf(orders, words);
    expect(layout.tabs[0]?.sections.map((section) => section.fields.map((one) => one.key))).toEqual([
      ["a"],
      ["b"],
    ]);
    expect(layout.tabs[0]?.sections[1]?.label).toBe("其他");
  });

  it("shows nothing that lies on a hidden tab", () => {
    const orders = table([field("a", "text"), field("b", "text"), field("c", "text")], {
      layout: {
        header: [],
        tabs: [
          { key: "t", label: "详情", sections: [{ label: null, fields: ["a"] }] },
          { key: "h", label: "隐藏", hidden: true, sections: [{ label: null, fields: ["b"] }] },
        ],
      },
    });
    const [tab, ...more] = layoutOf(orders, words).tabs;
    expect(more).toEqual([]);
    expect(tab?.sections.map((section) => section.fields.map((one) => one.key))).toEqual([["a"], ["c"]]);
  });

  it("takes the chip from the header, else the state before an option", () => {
    const level = field("level", "option", { options: [option("x")] });
    const stage = field("stage", "state", { options: [option("y")] });
    expect(layoutOf(table([field("n", "text"), level, stage]), words).chip).toBe(stage);
    const headed = table([field("n", "text"), level, stage], { layout: { header: ["level"], tabs: [] } });
    expect(layoutOf(headed, words).chip).toBe(level);
  });
});

describe("related lists", () => {
  const followups = table(
    [field("content", "long_text"), field("followed_at", "datetime"), field("next_at", "datetime"), created],
    { key: "followups" },
  );
  const contacts = table([field("name", "text"), created], { key: "contacts" });
  const secret = table([field("name", "text")], {
    key: "secret",
    allowed: {
      view: false,
      create: false,
      edit: false,
      delete: false,
      import: false,
      export: false,
      print: false,
    },
  });

  it("read as a time line when rows say when and what", () => {
    expect(timelineOf(followups)).toMatchObject({ at: { key: "followed_at" }, next: { key: "next_at" } });
    expect(timelineOf(contacts)).toBeNull();
  });

  it("leave out tables one may not see and tables already shown as lines", () => {
    const related = ["followups", "contacts", "secret", "lines"].map((key) => ({
      key,
      table: key,
      field: "customer",
      label: key,
      columns: [],
    }));
    const customers = table(
      [field("name", "text"), field("l", "subtable", { settings: { table: "lines" } })],
      { related },
    );
    const tables = new Map(
      [followups, contacts, secret, table([], { key: "lines" })].map((one) => [one.key, one]),
    );
    const found = relatedLists(customers, tables);
    expect(found.timelines.map((one) => one.related.key)).toEqual(["followups"]);
    expect(found.lists.map((one) => one.related.key)).toEqual(["contacts"]);
  });
});

describe("a new record", () => {
  const deals = table([
    field("name", "text"),
    field("level", "option", { options: [option("a")], default: { value: "a" } }),
    field("owner", "member", { default: { variable: "@me" } }),
    field("total", "formula", { value_type: "money", computed: true, default: { value: "1" } }),
    field("day", "date", { default: { variable: "@today" } }),
    field("moment", "datetime", { default: { variable: "@now" } }),
    field("closed", "date", { default: { variable: "@today", when: { field: "level", op: "filled" } } }),
    field("price", "money", { default: { copy: "product.price", follow: true } }),
  ]);

  it("starts with the defaults a form can show; the server knows the rest", () => {
    expect(defaultsOf(deals, me, "2026-11-29")).toEqual({
      level: "a",
      owner: { id: 7, label: "我" },
      day: "2026-11-29",
    });
  });

  it("sends what is filled in, and what had a value at the start and was emptied", () => {
    expect(filledIn(deals, { name: "", level: null, owner: { id: 7, label: "我" } }, { level: "a" })).toEqual(
      {
        level: null,
        owner: { id: 7, label: "我" },
      },
    );
  });

  it("sends its lines as one document, and finds the place of what is wrong with one", () => {
    const lines = table([field("product", "relation"), field("price", "money"), field("order", "relation")], {
      key: "lines",
    });
    const orders = table([
      field("name", "text"),
      field("lines", "subtable", { settings: { table: "lines", field: "order" } }),
    ]);
    const tables = new Map([["lines", lines]]);
    const line = (id: number, values: Row["values"]): Row => ({ id, version: 0, values });
    const draft = {
      name: "A",
      lines: [line(-1, { product: { id: 4, label: "茶" }, price: "10.05" }), line(-2, { price: null })],
    };
    expect(wireOf(orders, filledIn(orders, draft, {}), tables)).toEqual({
      name: "A",
      lines: [{ values: { product: 4, price: "10.05" } }, { values: {} }],
    });
    expect(placesOf(orders.fields, draft, tables)).toEqual([
      "lines.0.product",
      "lines.0.price",
      "lines.1.product",
      "lines.1.price",
    ]);
  });

  it("is changed only when a value differs", () => {
    expect(isChanged({ a: "x" }, { a: "x" })).toBe(false);
    expect(isChanged({ a: "" }, {})).toBe(false);
    expect(isChanged({ a: "y" }, { a: "x" })).toBe(true);
    expect(isChanged({ r: { id: 1, label: "a" } }, { r: { id: 1, label: "b" } })).toBe(false);
  });
});

describe("everything that is wrong with a new record", () => {
  const fields = [
    field("name", "text", { required: true }),
    field("level", "option", { required: true, default: { value: "b" } }),
    field("phone", "phone", { required: true }),
  ];
  const missing = missingOf(fields, { name: "", phone: null }, (one) => `请填写 ${one.key}`);

  it("is what is missing, but for what the server fills in", () => {
    expect(missing).toEqual({ name: "请填写 name", phone: "请填写 phone" });
  });

  it("stands together with what the server refuses, whose sentence is the better one", () => {
    const refused = { fields: { phone: "不是电话号码", level: "不能选 b" }, general: ["已有同名客户"] };
    expect(together(refused, missing)).toEqual({
      fields: { name: "请填写 name", phone: "不是电话号码", level: "不能选 b" },
      general: ["已有同名客户"],
    });
  });
});

describe("record types", () => {
  const kinds = [option("company"), option("person"), option("agency")];
  const customers = table(
    [
      field("name", "text"),
      field("kind", "option", { options: kinds }),
      field("code", "text"),
      field("tags", "multi_option", { options: [option("vip"), option("old")] }),
      created,
    ],
    {
      record_types: {
        field: "kind",
        allowed: ["company", "person"],
        start: "person",
        types: [
          {
            key: "company",
            options: { tags: ["vip"] },
            required: ["code"],
            sections: [{ label: "工商", fields: ["name", "code", "tags"] }],
          },
          { key: "person", options: {}, required: [], sections: [{ label: null, fields: ["kind", "name"] }] },
        ],
      },
    },
  );
  const keys = (values: Record<string, string>) =>
    layoutOf(forType(customers, values), words).tabs[0]?.sections.map((section) =>
      section.fields.map((f) => f.key),
    );

  it("shows the sections of the type, with the field of the type itself and those of the engine", () => {
    expect(keys({ kind: "company" })).toEqual([["kind"], ["name", "code", "tags"], ["created_at"]]);
    expect(keys({ kind: "person" })).toEqual([["kind", "name"], ["created_at"]]);
    expect(keys({})).toEqual([["name", "kind", "code", "tags"], ["created_at"]]);
  });

  it("wants what the type requires and offers only its options, and only types that may be given", () => {
    const company = forType(customers, { kind: "company" });
    const by = new Map(company.fields.map((one) => [one.key, one]));
    const offered = (key: string) => by.get(key)?.options.flatMap((one) => (one.archived ? [] : [one.key]));
    expect(by.get("code")?.required).toBe(true);
    expect([offered("tags"), offered("kind")]).toEqual([["vip"], ["company", "person"]]);
  });

  it("narrows one field for a row of a type, as the grid and lines do", () => {
    const tags = customers.fields.find((one) => one.key === "tags");
    const offered = (chosen: string | null) =>
      tags &&
      fieldOfType(customers.record_types, tags, chosen).options.flatMap((one) =>
        one.archived ? [] : one.key,
      );
    expect([offered("company"), offered("person"), offered(null)]).toEqual([
      ["vip"],
      ["vip", "old"],
      ["vip", "old"],
    ]);
    expect(tags && fieldOfType(null, tags, "company")).toBe(tags);
  });

  it("begins with the caller's type and sends nothing that was typed for another one", () => {
    const start = defaultsOf(customers, me, "2026-11-29");
    expect(start).toEqual({ kind: "person" });
    const draft = { ...start, name: "甲", code: "9135" };
    expect(filledIn(customers, draft, start, new Set(["kind", "name"]))).toEqual({
      kind: "person",
      name: "甲",
    });
  });
});

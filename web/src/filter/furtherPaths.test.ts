import { expect, it } from "vitest";
import type { Field, Table } from "../api/types";
import { scopeFields } from "./paths";

const field = (key: string, label: string, to?: string): Field =>
  ({
    key,
    label,
    type: to ? "relation" : "text",
    value_type: to ? "relation" : "text",
    settings: { table: to },
  }) as Field;
const table = (key: string, ...fields: Field[]): Table => ({ key, fields }) as Table;

const TABLES = new Map(
  [
    table("payments", field("amount", "金额"), field("order", "订单", "orders")),
    table("orders", field("number", "编号"), field("customer", "客户", "customers")),
    table(
      "customers",
      field("name", "名称"),
      field("campaign", "活动", "campaigns"),
      field("last", "最近订单", "orders"),
    ),
    table("campaigns", field("title", "主题"), field("place", "地点", "places")),
    table("places", field("city", "城市")),
  ].map((one) => [one.key, one]),
);

const offered = (hops: number, condition: Parameters<typeof scopeFields>[2] = null): string[] => {
  const payments = TABLES.get("payments");
  return payments ? scopeFields(payments, TABLES, condition, hops).map(({ key }) => key) : [];
};

it("offers fields up to three relations away, nearest first, and never goes in a circle", () => {
  expect(offered(1)).toEqual(["amount", "order", "order.number", "order.customer"]);
  expect(offered(3)).toEqual([
    "amount",
    "order",
    "order.number",
    "order.customer",
    "order.customer.name",
    "order.customer.campaign",
    "order.customer.last",
    "order.customer.campaign.title",
    "order.customer.campaign.place",
  ]);
});

it("keeps a path that is named already, wherever it leads", () => {
  const rows = { field: "order.customer.last.number", op: "=", value: "DD-1" } as const;
  expect(offered(3, rows).at(-1)).toBe("order.customer.last.number");
});

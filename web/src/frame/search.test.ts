import { expect, it } from "vitest";
import type { NavigationGroup } from "../api/workspace";
import { matching } from "./search";

const item = (key: string, label: string) => ({ kind: "table" as const, key, label, icon: null });
const groups: NavigationGroup[] = [
  { key: "sales", label: "销售", icon: null, items: [item("orders", "合同订单"), item("quotes", "报价单")] },
  { key: "finance", label: "财务", icon: null, items: [item("receipts", "回款单")] },
  { key: "empty", label: "空", icon: null, items: [] },
];
const keys = (text: string) => matching(groups, text).flatMap((group) => group.items.map((one) => one.key));

it("an empty search shows every group that has something", () => {
  expect(matching(groups, "  ").map((group) => group.key)).toEqual(["sales", "finance"]);
});

it("a search finds items by part of their label or key, whatever the case", () => {
  expect(keys("单")).toEqual(["orders", "quotes", "receipts"]);
  expect(keys("ORD")).toEqual(["orders"]);
  expect(keys("没有")).toEqual([]);
});

it("a search for a group shows all of it", () => {
  expect(keys("销售")).toEqual(["orders", "quotes"]);
});

import { describe, expect, it } from "vitest";
import { field, table } from "../testing/schema";
import { begun, type LayoutDraft, nextTab, unfillable, withTab } from "./draft";

const orders = table([
  field("name", "text", { required: true }),
  field("grade", "text", { required: true }),
  field("note", "text"),
]);
const keys = (draft: Pick<LayoutDraft, "tabs">) =>
  draft.tabs.map((tab) => tab.sections.map((section) => section.fields));

describe("the layout of a table while it is edited", () => {
  it("moves a field that another tab takes in, so that it lies in one place", () => {
    const draft = begun(orders, { "zh-CN": "详情" });
    const away = nextTab(draft.tabs, { "zh-CN": "隐藏" });
    const tabs = [...draft.tabs, away];
    const [section] = away.sections;
    if (!section) throw new Error("a tab begins with a section");
    const after = withTab(tabs, { ...away, hidden: true, sections: [{ ...section, fields: ["grade"] }] });
    expect(keys({ tabs: after })).toEqual([[["name", "note"]], [["grade"]]]);
    expect(unfillable(orders, { header: [], tabs: after }).map((one) => one.key)).toEqual(["grade"]);
    const filled = { ...orders, fields: orders.fields.map((one) => ({ ...one, default: { value: "A" } })) };
    expect(unfillable(filled, { header: [], tabs: after })).toEqual([]);
  });
});

import { expect, it } from "vitest";
import { field, option, table, view } from "../testing/schema";
import { cardFields } from "./cardFields";

const deals = table([
  field("name", "text"),
  field("note", "long_text"),
  field("customer", "relation"),
  field("phone", "phone"),
  field("level", "option", { options: [option("a")] }),
  field("stage", "state", { options: [option("b")] }),
  field("amount", "money"),
  field("day", "date"),
]);

it("a card without settings shows the state and the most telling figures", () => {
  const found = cardFields(deals, null);
  expect(found.chip?.key).toBe("stage");
  expect(found.figures.map((one) => one.key)).toEqual(["amount", "day", "customer"]);
});

it("a card with settings shows exactly those, in order", () => {
  const found = cardFields(deals, view({ settings: { card: ["phone", "level", "amount", "gone"] } }));
  expect(found.chip?.key).toBe("level");
  expect(found.figures.map((one) => one.key)).toEqual(["phone", "amount"]);
});

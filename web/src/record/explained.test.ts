import { expect, it } from "vitest";
import { field } from "../testing/schema";
import { isFinished } from "./explained";

it("takes texts of inputs as they come, so that a share does not get a second percent sign", () => {
  expect(isFinished("95%", field("discount", "percent"))).toBe(true);
  expect(isFinished("0012", field("number", "text"))).toBe(true);
  expect(isFinished("2000.00", field("price", "money"))).toBe(false);
  expect(isFinished({ id: 1, label: "甲" }, field("customer", "relation"))).toBe(false);
});

import { expect, it } from "vitest";
import { icons } from "../i18n/zh/icons";
import { chosenIcon, TABLE_ICONS } from "./icons";

it("offers every icon by a name in the reader's language, and finds that of a template's word for it", () => {
  expect(TABLE_ICONS.filter((name) => !(name in icons))).toEqual([]);
  expect(chosenIcon("contacts")).toBe("addressbook");
  expect(chosenIcon(null)).toBeNull();
});

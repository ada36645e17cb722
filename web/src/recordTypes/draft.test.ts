import { describe, expect, it } from "vitest";
import { draftOf, nextSection, withDefaults, withoutType, withType } from "./draft";

const written = {
  field: "kind",
  types: [
    { key: "company", required: ["code"], options: { level: ["vip"] } },
    { key: "person", sections: [{ label: { "zh-CN": "基本" }, fields: ["name"] }] },
  ],
  defaults: [
    { role: "sales", type: "person" },
    { role: "boss", type: "company" },
  ],
};
const company = { key: "company", label: "企业", color: "blue" };

describe("a record type that is edited", () => {
  it("comes back as it was when nothing is changed", () => {
    expect(withType(written, "company", draftOf(written, company))).toEqual(written);
    const person = { key: "person", label: "个人", color: null };
    expect(withType(written, "person", draftOf(written, person))).toEqual(written);
  });

  it("says only what it asks for: emptied parts are gone", () => {
    const draft = { ...draftOf(written, company), options: { level: [] }, roles: ["sales"] };
    expect(withType(written, "company", draft).types[0]).toEqual({
      key: "company",
      required: ["code"],
      roles: ["sales"],
    });
    const empty = { ...draft, required: [], roles: [], sections: [nextSection()] };
    expect(withType(written, "company", empty).types.map((type) => type.key)).toEqual(["person"]);
  });

  it("is added behind the others, and not at all when it asks for nothing", () => {
    const plain = draftOf(written, null);
    expect(withType(written, "agency", plain)).toEqual(written);
    const asking = { ...plain, required: ["name"] };
    expect(withType(written, "agency", asking).types[2]).toEqual({ key: "agency", required: ["name"] });
  });

  it("takes the groups that begin with it along when it goes", () => {
    expect(withoutType(written, "person")).toEqual({
      field: "kind",
      types: [written.types[0]],
      defaults: [{ role: "boss", type: "company" }],
    });
    expect(withDefaults(written, [{ role: "boss", type: null }])).toEqual({
      field: "kind",
      types: written.types,
    });
  });
});

/** Which fields of a sub-table stand beside each other in the lines of its record; the number of their order does not. */
import type { Field, Table } from "../api/types";
import { isSystem } from "./layout";

export function lineColumns(child: Table, link: string): Field[] {
  const keys = child.views.find((view) => view.type === "grid")?.fields ?? [];
  const byKey = new Map(child.fields.map((one) => [one.key, one]));
  const listed = keys.map((key) => byKey.get(key)).filter((one): one is Field => one !== undefined);
  const all = listed.length > 0 ? listed : child.fields.filter((one) => !isSystem(one));
  return all.filter(
    (one) => one.key !== link && one.key !== child.order && !isSystem(one) && one.type !== "subtable",
  );
}

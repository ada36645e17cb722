/** What the candidates of a relation may be compared with: values of the row that looks for one, and of its owner. Pure. */
import type { Field, Table } from "../api/types";
import type { FieldContext } from "../fields";

const FAMILIES: Readonly<Record<string, string>> = {
  text: "text",
  long_text: "text",
  phone: "text",
  email: "text",
  url: "text",
  autonumber: "text",
  member: "member",
  members: "member",
  relation: "relation",
  relations: "relation",
};
const CHOOSING = new Set(["option", "multi_option", "state"]);

/** Whether values of both can be compared: texts with texts, people with people, rows of one table; options only with their own. */
function comparable(a: Field, b: Field): boolean {
  const mine = FAMILIES[a.value_type] ?? a.value_type;
  const its = FAMILIES[b.value_type] ?? b.value_type;
  if (mine !== its) return false;
  if (mine === "relation") return a.settings.table === b.settings.table;
  if (!CHOOSING.has(mine)) return true;
  return JSON.stringify(a.options) === JSON.stringify(b.options);
}

export function aroundRow(
  row: Table,
  owner: Table | undefined,
  words: { row: (field: string) => string; owner: (field: string) => string },
): NonNullable<FieldContext["around"]> {
  const places = [
    { table: row, name: "row", say: words.row },
    ...(owner ? [{ table: owner, name: "parent", say: words.owner }] : []),
  ];
  return (field) =>
    places.flatMap(({ table, name, say }) =>
      table.fields
        .filter((one) => !one.computed && comparable(field, one))
        .map((one) => ({ key: `@${name}.${one.key}`, label: say(one.label) })),
    );
}

/** A sub-table made at once: the table of the lines, its relation to the owner, and the number that keeps their order. */
import { addField, addTable, changeTable } from "../api/schema";
import type { Table } from "../api/types";

/** Answers the new table and the relation that leads to the owner, by key. */
export async function newSubtable(
  ws: string,
  owner: Table,
  words: { lines: string; order: string },
): Promise<{ table: string; field: string }> {
  const { table } = await addTable(ws, { label: words.lines });
  const { field } = await addField(ws, table.key, {
    type: "relation",
    label: owner.label,
    options: { table: owner.key, on_delete: "cascade" },
  });
  const { field: order } = await addField(ws, table.key, {
    type: "number",
    label: words.order,
    options: { scale: 0, thousands: false },
  });
  if (!field || !order) throw new Error("a table without records takes no job");
  await changeTable(ws, table.key, { parent: field.key, order: order.key });
  return { table: table.key, field: field.key };
}

/** How a button or an approval stands in an address: `button.leads.claim`, `approval.orders.order_approval`, `-button`. */
import type { ActionKind } from "../api/definitions";

export const NEW = { buttons: "-button", approvals: "-approval" } as const satisfies Record<
  ActionKind,
  string
>;
const PREFIX = { buttons: "button", approvals: "approval" } as const satisfies Record<ActionKind, string>;

interface Name {
  table: string;
  key: string;
}

export const itemOf = (kind: ActionKind, { table, key }: Name): string => `${PREFIX[kind]}.${table}.${key}`;

export function namedBy(item: string): (Name & { kind: ActionKind }) | null {
  const [prefix, table, key] = item.split(".");
  const kind = (["buttons", "approvals"] as const).find((one) => PREFIX[one] === prefix);
  return kind && table && key ? { kind, table, key } : null;
}

/** How a button or an approval differs from what its template brought. */
import type { Action, ActionKind } from "../api/definitions";
import { DifferenceTable } from "../automations/DifferenceTable";
import { useActionParts } from "./useActionParts";

export function ActionDifference({ kind, action }: { kind: ActionKind; action: Action }) {
  const partsOf = useActionParts();
  if (!action.original) return null;
  return <DifferenceTable now={partsOf(kind, action.definition)} other={partsOf(kind, action.original)} />;
}

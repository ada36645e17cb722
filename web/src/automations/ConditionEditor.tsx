/** A condition of an automation: none, or rules over the record and what its relations lead to. */
import { useEffect } from "react";
import type { Condition } from "../api/types";
import { PathConditionForm } from "../filter/PathConditionForm";
import { useBuilding } from "./building";

interface ConditionEditorProps {
  /** Tells half-written conditions apart. */
  id: string;
  table: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  /** What the button says that begins a condition; without it rules are always shown. */
  add?: string;
}

export function ConditionEditor({ id, ...form }: ConditionEditorProps) {
  const { onHalf } = useBuilding();
  useEffect(() => () => onHalf(id, false), [id, onHalf]);
  return <PathConditionForm {...form} onHalf={(half) => onHalf(id, half)} />;
}

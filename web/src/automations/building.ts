/** What the parts of a builder share: the steps, what is wrong with them, and how they change. */
import { createContext, use } from "react";
import type { Input } from "./document";
import type { Names, StepKind, StepNode } from "./steps";

export interface Building {
  steps: readonly StepNode[];
  change: (next: (steps: readonly StepNode[]) => StepNode[]) => void;
  /** Sentences about a step or way, by its id; about other places by the place. */
  problemsAt: (id: string) => readonly string[];
  /** Told whether the condition with this id is half-written. */
  onHalf: (id: string, half: boolean) => void;
  namesFor: (id: string | null) => Names;
  /** The table that it is about. */
  table: string;
  /** Whether what sets it off has a body instead of a record. */
  body: boolean;
  /** Whether that is what the end of an import brings, always of one form. */
  imports: boolean;
  /** Key of the automation whose last body can be asked for; null where none can have come. */
  sampled: string | null;
  /** What steps may be of. */
  kinds: ReadonlySet<StepKind>;
  /** What is asked for when it is set off. */
  inputs: readonly Input[];
  /** Its key where it is saved. */
  saved: string | null;
  open: ReadonlySet<string>;
  setOpen: (id: string, open: boolean) => void;
}

const Context = createContext<Building | null>(null);
export const BuildingProvider = Context;

export function useBuilding(): Building {
  const building = use(Context);
  if (!building) throw new Error("useBuilding outside of a builder");
  return building;
}

/** What is known of the body that sets an automation off: of an import always the same, else what came last. */
import { useQuery } from "@tanstack/react-query";
import { automationsQuery, sampleQuery } from "../api/automations";
import type { Schemas } from "../api/contract";
import { useWorkspace } from "../app/workspace";
import { useBuilding } from "./building";

export interface Sample {
  paths: readonly Schemas["BodyPath"][];
  /** When a body last came; null where none did, or none can be asked for yet. */
  at: string | null;
  /** Whether bodies can only be known once the automation is saved. */
  unsaved: boolean;
  /** Whether all bodies are of one form that is known. */
  fixed: boolean;
  fetching: boolean;
  again: () => void;
}

const NONE: readonly Schemas["BodyPath"][] = [];

export function useSample(): Sample {
  const { key: ws } = useWorkspace();
  const { body, imports, sampled } = useBuilding();
  const came = useQuery({ ...sampleQuery(ws, sampled ?? ""), enabled: body && !imports && sampled !== null });
  const listed = useQuery({ ...automationsQuery(ws), enabled: imports });
  return {
    paths: (body ? (imports ? listed.data?.import_paths : came.data?.paths) : undefined) ?? NONE,
    at: imports ? null : (came.data?.at ?? null),
    unsaved: !imports && sampled === null,
    fixed: imports,
    fetching: came.isFetching,
    again: () => void came.refetch(),
  };
}

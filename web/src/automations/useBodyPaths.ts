/** The paths of the last body that came, with what stood there; none where none came or none can come. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { sampleQuery } from "../api/automations";
import { useWorkspace } from "../app/workspace";
import { useBuilding } from "./building";

export interface PathOption {
  value: string;
  label: string;
  /** What stood there the last time. */
  example: string;
}

export function useBodyPaths(): PathOption[] {
  const { key: ws } = useWorkspace();
  const { body, sampled } = useBuilding();
  const sample = useQuery({ ...sampleQuery(ws, sampled ?? ""), enabled: body && sampled !== null }).data;
  return useMemo(
    () =>
      (body ? (sample?.paths ?? []) : [])
        .filter(({ type }) => type !== "object")
        .map(({ path, example }) => ({ value: path, label: path, example: String(example ?? "") })),
    [body, sample],
  );
}

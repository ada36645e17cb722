/** The paths of the last body that came, with what stood there; none where none came or none can come. */
import { useMemo } from "react";
import { useSample } from "./useSample";

export interface PathOption {
  value: string;
  label: string;
  /** What stood there the last time. */
  example: string;
}

export function useBodyPaths(): PathOption[] {
  const { paths } = useSample();
  return useMemo(
    () =>
      paths
        .filter(({ type }) => type !== "object")
        .map(({ path, example }) => ({ value: path, label: path, example: String(example ?? "") })),
    [paths],
  );
}

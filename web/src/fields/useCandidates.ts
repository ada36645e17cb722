/** Searches choices of a relation or member field while someone types: the last question wins. */
import { useEffect, useState } from "react";
import { say } from "./say";
import type { Field, Reference } from "./schema";
import type { FieldContext } from "./types";

export interface Candidates {
  readonly found: readonly Reference[];
  readonly loading: boolean;
  readonly failed: string | null;
}

const PAUSE_MS = 150;

export function useCandidates(
  field: Field,
  context: FieldContext,
  query: string,
  record?: number,
  active = true,
): Candidates {
  const [state, setState] = useState<Candidates>({ found: [], loading: true, failed: null });
  useEffect(() => {
    if (!active) return;
    const abort = new AbortController();
    setState((old) => ({ ...old, loading: true, failed: null }));
    const timer = setTimeout(
      () => {
        context.candidates(context.table, field.key, query.trim(), { signal: abort.signal, record }).then(
          (found) => {
            if (!abort.signal.aborted) setState({ found, loading: false, failed: null });
          },
          (error: unknown) => {
            if (abort.signal.aborted) return;
            const reason = error instanceof Error ? error.message : "";
            setState({
              found: [],
              loading: false,
              failed: reason || say(context.locale, "查找失败", "Search failed"),
            });
          },
        );
      },
      query === "" ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [field.key, context, query, record, active]);
  return state;
}

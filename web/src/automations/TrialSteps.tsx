/** Step by step: which were taken, which were passed over, and what each came to. */
import { useTranslation } from "react-i18next";
import type { RunStep } from "../api/automations";
import { useWorkspace } from "../app/workspace";
import { Output } from "./Output";
import { inOrder, STEP_KINDS, type StepNode, stepAt } from "./steps";
import { useWords } from "./useWords";

interface TrialStepsProps {
  done: readonly Pick<RunStep, "path" | "kind" | "state" | "output" | "names">[];
  steps: readonly StepNode[];
  table: string;
  refused: { step?: string } | null;
}

const STATES = ["done", "skipped", "failed"] as const;

export function TrialSteps({ done, steps, table, refused }: TrialStepsProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const failed = refused?.step;
  const shown = inOrder([
    ...done.filter((one) => one.path !== failed),
    ...(failed ? [{ path: failed, kind: "", state: "failed", output: null, names: {} }] : []),
  ]);
  return (
    <section>
      <h3>{t("automations.stepByStep")}</h3>
      {shown.length === 0 && <p className="gz-muted">{t("automations.nothingDone")}</p>}
      <ol className="gz-run-steps">
        {shown.map((one) => {
          const node = stepAt(steps, one.path);
          const state = STATES.find((each) => each === one.state) ?? "done";
          const kind = node?.kind ?? STEP_KINDS.find((each) => each === one.kind);
          const outer = one.path.includes(".") ? "" : table;
          return (
            <li key={one.path} data-state={state}>
              <span className="gz-flow-number gz-tabular">{placeText(one.path)}</span>
              <div>
                <strong>{kind ? t(`automations.kinds.${kind}`) : one.kind}</strong>{" "}
                {rowOf(shown, one.path) && <span>{rowOf(shown, one.path)} </span>}
                {node && tables.has(outer) && <span className="gz-muted">{words.step(outer, node)}</span>}
                <Output output={one.output} names={one.names} />
              </div>
              <span className="gz-run-step-state">{t(`automations.stepStates.${state}`)}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Places count from one for people; the id of a row gone over stays what it is. */
export function placeText(path: string): string {
  return path
    .split(".")
    .map((part, at) => (at % 2 === 0 ? String(Number(part) + 1) : `#${part}`))
    .join(".");
}

/** What the row is called that a step in a loop was taken for; null outside of loops, or where it may not be seen. */
export function rowOf(
  steps: readonly Pick<RunStep, "path" | "output" | "names">[],
  path: string,
): string | null {
  const parts = path.split(".");
  for (let end = parts.length - 2; end > 0; end -= 2) {
    const loop = steps.find((one) => one.path === parts.slice(0, end).join("."));
    const { table, records } = (loop?.output ?? {}) as { table?: string; records?: number[] };
    if (table && records?.includes(Number(parts[end]))) return loop?.names[table]?.[parts[end] ?? ""] ?? null;
  }
  return null;
}

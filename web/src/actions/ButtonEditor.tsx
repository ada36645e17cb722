/** One button: edited in parts, and tried on a record before anybody presses it. */
import { useCallback, useMemo, useState } from "react";
import type { ActionInFull, ButtonDocument } from "../api/definitions";
import type { Building } from "../automations/building";
import { showFirstProblem } from "../automations/Problems";
import { halfPlace } from "../automations/problems";
import { BUTTON_STEPS, namesBefore, placesOf, type StepNode } from "../automations/steps";
import { ActionEditor } from "./ActionEditor";
import { ButtonPanel } from "./ButtonPanel";
import { ButtonTrialPanel } from "./ButtonTrialPanel";
import { type ButtonDraft, buttonDocumentOf, buttonLacks, type Part } from "./drafts";
import { useActionEditing } from "./useActionEditing";
import { useHalves } from "./useHalves";

interface ButtonEditorProps {
  /** Null: not saved yet. */
  action: ActionInFull<ButtonDocument> | null;
  start: ButtonDraft;
}

const PARTS = [
  "label",
  "when",
  "roles",
  "right",
  "inputs",
  "confirm",
  "limits",
  "once",
  "objections",
  "lifts",
  "message",
  "do",
];
const many = (name: string, list: readonly unknown[] | undefined) =>
  (list ?? []).map((_, at) => `${name}[${at}]`);

export function ButtonEditor({ action, start }: ButtonEditorProps) {
  const [draft, setDraft] = useState(start);
  const [tab, setTab] = useState("edit");
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(start.steps.map((step) => step.id)));
  const { halves, onHalf } = useHalves();
  const document = useMemo(() => buttonDocumentOf(draft), [draft]);
  const before = useMemo(() => JSON.stringify(buttonDocumentOf(start)), [start]);
  const dirty = action === null || JSON.stringify(document) !== before || halves.length > 0;
  const places = useMemo(() => placesOf(draft.steps), [draft.steps]);
  const { inputs, objections, table } = draft.document;
  const editing = useActionEditing(
    {
      kind: "buttons",
      action,
      document,
      dirty,
      lacks: () => buttonLacks(draft),
      halves: halves.map((id) => halfPlace(id, places)),
      places: [...PARTS, ...many("inputs", inputs), ...many("objections", objections), ...places.values()],
    },
    () => {
      setTab("edit");
      showFirstProblem();
    },
  );
  const { touched, problems } = editing;
  const put = (part: Part<ButtonDocument>) => {
    touched();
    setDraft((old) => ({ ...old, document: { ...old.document, ...part } as ButtonDocument }));
  };
  const change = useCallback(
    (next: (steps: readonly StepNode[]) => StepNode[]) =>
      setDraft((old) => ({ ...old, steps: next(old.steps) })),
    [],
  );
  const building: Building = {
    steps: draft.steps,
    change: (next) => {
      touched();
      change(next);
    },
    problemsAt: (id) => problems.at.get(places.get(id) ?? id) ?? [],
    onHalf,
    namesFor: (id) => namesBefore(draft.steps, id),
    table,
    body: false,
    imports: false,
    sampled: null,
    kinds: BUTTON_STEPS,
    inputs: inputs ?? [],
    saved: action?.key ?? null,
    open,
    setOpen: (id, now) =>
      setOpen((old) => {
        const next = new Set(old);
        if (now) next.add(id);
        else next.delete(id);
        return next;
      }),
  };
  return (
    <ActionEditor
      kind="buttons"
      action={action}
      label={draft.document.label}
      dirty={dirty}
      editing={editing}
      building={building}
      tab={tab}
      onTab={setTab}
      onLabel={(label) => put({ label })}
      edit={<ButtonPanel draft={draft} problems={problems} onChange={put} />}
      trial={<ButtonTrialPanel draft={draft} document={document} dirty={dirty} editing={editing} />}
    />
  );
}

/** One approval: edited in parts, and tried to see whom it would ask. */
import { useMemo, useState } from "react";
import type { ActionInFull, ApprovalDocument } from "../api/definitions";
import type { Building } from "../automations/building";
import { showFirstProblem } from "../automations/Problems";
import { BUTTON_STEPS } from "../automations/steps";
import { ActionEditor } from "./ActionEditor";
import { ApprovalPanel } from "./ApprovalPanel";
import { ApprovalTrialPanel } from "./ApprovalTrialPanel";
import { approvalDocumentOf, approvalLacks, type Part } from "./drafts";
import { useActionEditing } from "./useActionEditing";
import { useHalves } from "./useHalves";

interface ApprovalEditorProps {
  /** Null: not saved yet. */
  action: ActionInFull<ApprovalDocument> | null;
  /** In the long form. */
  start: ApprovalDocument;
}

const PARTS = ["label", "state", "on", "stages", "fallback", "copied", "submitter", "lifts", "change"];
const NO_NAMES = { found: [], made: [] };

export function ApprovalEditor({ action, start }: ApprovalEditorProps) {
  const [draft, setDraft] = useState(start);
  const [tab, setTab] = useState("edit");
  const { halves, onHalf } = useHalves();
  const written = action?.definition ?? null;
  const document = useMemo(() => approvalDocumentOf(draft, written), [draft, written]);
  const before = useMemo(() => JSON.stringify(approvalDocumentOf(start, written)), [start, written]);
  const dirty = action === null || JSON.stringify(document) !== before || halves.length > 0;
  const editing = useActionEditing(
    {
      kind: "approvals",
      action,
      document,
      dirty,
      lacks: () => approvalLacks(draft),
      halves,
      places: [...PARTS, ...(draft.stages ?? []).map((_, at) => `stages[${at}]`)],
    },
    () => {
      setTab("edit");
      showFirstProblem();
    },
  );
  const { problems, touched } = editing;
  const put = (part: Part<ApprovalDocument>) => {
    touched();
    setDraft((old) => ({ ...old, ...part }) as ApprovalDocument);
  };
  const building: Building = {
    steps: [],
    change: () => {},
    problemsAt: (id) => problems.at.get(id) ?? [],
    onHalf,
    namesFor: () => NO_NAMES,
    table: draft.table,
    body: false,
    imports: false,
    sampled: null,
    kinds: BUTTON_STEPS,
    inputs: [],
    saved: action?.key ?? null,
    open: new Set(),
    setOpen: () => {},
  };
  return (
    <ActionEditor
      kind="approvals"
      action={action}
      label={draft.label}
      dirty={dirty}
      editing={editing}
      building={building}
      tab={tab}
      onTab={setTab}
      onLabel={(label) => put({ label })}
      edit={<ApprovalPanel draft={draft} open={action?.open ?? 0} problems={problems} onChange={put} />}
      trial={<ApprovalTrialPanel document={document} dirty={dirty} editing={editing} />}
    />
  );
}

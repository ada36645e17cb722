/** One approval: edited in parts, and tried to see whom it would ask. */
import { Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionInFull, ApprovalDocument } from "../api/definitions";
import { type Building, BuildingProvider } from "../automations/building";
import { showFirstProblem } from "../automations/Problems";
import { BUTTON_STEPS } from "../automations/steps";
import { LeaveGuard } from "../ui/LeaveGuard";
import { ApprovalPanel } from "./ApprovalPanel";
import { ApprovalTrialPanel } from "./ApprovalTrialPanel";
import { approvalDocumentOf, approvalLacks, type Part } from "./drafts";
import { EditorHead } from "./EditorHead";
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
  const { t } = useTranslation();
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
    sampled: null,
    kinds: BUTTON_STEPS,
    inputs: [],
    saved: action?.key ?? null,
    open: new Set(),
    setOpen: () => {},
  };
  return (
    <BuildingProvider value={building}>
      <LeaveGuard dirty={dirty} leaving={editing.leaving} hint={t("automations.leaveHint")} />
      <EditorHead
        kind="approvals"
        action={action}
        table={draft.table}
        label={draft.label}
        dirty={dirty}
        editing={editing}
        onLabel={(label) => put({ label })}
      />
      <Tabs
        className="gz-flow-tabs"
        activeKey={tab}
        onChange={setTab}
        items={[
          {
            key: "edit",
            label: t("automations.edit"),
            children: (
              <ApprovalPanel draft={draft} open={action?.open ?? 0} problems={problems} onChange={put} />
            ),
          },
          {
            key: "try",
            label: t("automations.try"),
            children: <ApprovalTrialPanel document={document} dirty={dirty} editing={editing} />,
          },
        ]}
      />
      {editing.dialog}
    </BuildingProvider>
  );
}

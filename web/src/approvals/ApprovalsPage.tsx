/** The inbox: what waits for the caller, what they started, decided, or are told of. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Empty, Input, Modal, Tabs } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { type ApprovalSummary, approvalsKey, BOXES, type Box, boxQuery, decideAll } from "../api/approvals";
import { sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import { approvalsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Failure } from "../ui/Failure";
import { FieldValue } from "../ui/FieldValue";
import { Refused } from "../ui/Refused";
import { Waiting } from "../ui/Waiting";
import { ApprovalDrawer } from "./ApprovalDrawer";
import "./approvals.css";
import { namesOf } from "./people";
import { StateTag } from "./StateTag";

const EMPTY = {
  todo: "emptyTodo",
  started: "emptyStarted",
  done: "emptyDone",
  copied: "emptyCopied",
} as const;

export function ApprovalsPage() {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const params = useParams<{ box?: string }>();
  const [search] = useSearchParams();
  const box: Box = BOXES.find((each) => each === params.box) ?? "todo";
  const shown = Number(search.get("approval")) || null;
  const waiting = useQuery(boxQuery(ws, "todo")).data?.counts.todo ?? 0;
  const open = (id: number | null) => navigate(approvalsAddress(ws, box, id ?? undefined), { replace: true });
  return (
    <div className="gz-approvals">
      <h1>{t("approvals.title")}</h1>
      <Tabs
        activeKey={box}
        onChange={(key) => navigate(approvalsAddress(ws, key))}
        items={BOXES.map((key) => ({
          key,
          label:
            key === "todo" && waiting > 0 ? (
              <>
                {t("approvals.todo")} <span className="gz-tabular">{waiting}</span>
              </>
            ) : (
              t(`approvals.${key}`)
            ),
          children: key === box ? <List key={key} box={key} onOpen={open} /> : null,
        }))}
      />
      <ApprovalDrawer id={shown} onClose={() => open(null)} />
    </div>
  );
}

function List({ box, onOpen }: { box: Box; onOpen: (id: number) => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(boxQuery(ws, box));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  if (found.isPending) return <Waiting rows={6} />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const { approvals } = found.data;
  if (approvals.length === 0) {
    return (
      <Empty style={{ marginTop: 64 }} description={t(`approvals.${EMPTY[box]}`)}>
        <p className="gz-muted">{t(`approvals.${EMPTY[box]}Hint`)}</p>
      </Empty>
    );
  }
  const picked = approvals.filter((each) => chosen.has(each.id));
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      {box === "todo" && (
        <AtOnce
          picked={picked}
          all={picked.length === approvals.length}
          onAll={(all) => setChosen(new Set(all ? approvals.map((each) => each.id) : []))}
          onDone={() => setChosen(new Set())}
        />
      )}
      <ul className="gz-approval-list">
        {approvals.map((each) => (
          <Item
            key={each.id}
            approval={each}
            onOpen={() => onOpen(each.id)}
            {...(box === "todo" ? { checked: chosen.has(each.id), onToggle: () => toggle(each.id) } : {})}
          />
        ))}
      </ul>
    </>
  );
}

interface ItemProps {
  approval: ApprovalSummary;
  onOpen: () => void;
  checked?: boolean;
  onToggle?: () => void;
}

function Item({ approval, onOpen, checked, onToggle }: ItemProps) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  return (
    <li>
      {onToggle && (
        <Checkbox
          checked={checked ?? false}
          onChange={onToggle}
          aria-label={t("approvals.select", { name: approval.record.label })}
        />
      )}
      <button type="button" className="gz-plain-button gz-approval-item" onClick={onOpen}>
        <span className="gz-approval-title">
          <strong className="gz-ellipsis">{approval.record.label}</strong>
          <span className="gz-muted">{approval.table_label}</span>
          {approval.change && <span className="gz-history-source">{t("approvals.changeRequest")}</span>}
        </span>
        <About approval={approval} />
        <span className="gz-approval-about gz-muted">
          {t("approvals.submittedBy", {
            name: approval.submitter?.label ?? "–",
            time: showInstant(approval.submitted_at, display),
          })}
          {approval.state === "open" && approval.asked.length > 0 && (
            <> · {t("approvals.waitsFor", { names: namesOf(approval.asked) })}</>
          )}
          {approval.comment && <> · {approval.comment}</>}
        </span>
        <StateTag state={approval.state} />
      </button>
    </li>
  );
}

/** What is decided on: the first fields of the record's header. */
function About({ approval }: { approval: ApprovalSummary }) {
  const { tables } = useWorkspace();
  const known = tables.get(approval.table)?.fields ?? [];
  const told = Object.entries(approval.about).flatMap(([key, value]) => {
    const field = known.find((one) => one.key === key);
    return field && value !== null ? [{ field, value }] : [];
  });
  if (told.length === 0) return null;
  return (
    <span className="gz-approval-gist">
      {told.map(({ field, value }) => (
        <span key={field.key}>
          <span className="gz-muted">{field.label}</span> <FieldValue field={field} value={value} />
        </span>
      ))}
    </span>
  );
}

interface AtOnceProps {
  picked: ApprovalSummary[];
  all: boolean;
  onAll: (all: boolean) => void;
  onDone: () => void;
}

/** Deciding on everything that is ticked; each succeeds or fails by itself. */
function AtOnce({ picked, all, onAll, onDone }: AtOnceProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const [running, setRunning] = useState(false);
  const ids = picked.map((each) => each.id);
  const [rejecting, setRejecting] = useState(false);
  const [opinion, setOpinion] = useState("");
  const run = async (outcome: "approve" | "reject", comment: string) => {
    setRunning(true);
    try {
      const { results } = await decideAll(ws, ids, outcome, comment);
      const failed = results.filter((each) => each.errors.length > 0);
      if (failed.length === 0) message.success(t("approvals.allDone", { count: results.length }));
      else {
        const names = new Map(picked.map((each) => [each.id, each.record.label]));
        modal.warning({
          title: t("approvals.someFailed", { done: results.length - failed.length, failed: failed.length }),
          content: (
            <Refused
              label={t("approvals.refused")}
              records={failed.map(({ id, errors }) => ({
                id,
                name: names.get(id) ?? String(id),
                sentences: errors.map((error) => error.message),
              }))}
            />
          ),
        });
      }
      setRejecting(false);
      setOpinion("");
      onDone();
    } catch (error) {
      message.error(sentence(error));
    } finally {
      setRunning(false);
      await client.invalidateQueries({ queryKey: approvalsKey(ws) });
      void client.invalidateQueries({ queryKey: rowsKey(ws) });
    }
  };
  return (
    <div className="gz-approval-bar">
      <Checkbox
        checked={all}
        indeterminate={ids.length > 0 && !all}
        onChange={(event) => onAll(event.target.checked)}
      >
        {t("approvals.selectAll")}
      </Checkbox>
      {ids.length > 0 && (
        <>
          <Button size="small" type="primary" loading={running} onClick={() => void run("approve", "")}>
            {t("approvals.approveSelected", { count: ids.length })}
          </Button>
          <Button size="small" danger disabled={running} onClick={() => setRejecting(true)}>
            {t("approvals.rejectSelected", { count: ids.length })}
          </Button>
        </>
      )}
      <Modal
        open={rejecting}
        title={t("approvals.rejectSelected", { count: ids.length })}
        okText={t("approvals.reject")}
        okButtonProps={{ danger: true, disabled: opinion.trim() === "" }}
        confirmLoading={running}
        onOk={() => void run("reject", opinion.trim())}
        onCancel={() => setRejecting(false)}
      >
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={1000}
          placeholder={t("approvals.opinionNeeded")}
          aria-label={t("approvals.opinion")}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
      </Modal>
    </div>
  );
}

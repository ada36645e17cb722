/** The way of an approval: stage by stage, who was asked and what they said. */
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
  RollbackOutlined,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Approval, ApprovalStage, ApprovalTask } from "../api/approvals";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { answeredByAnother, nameOf } from "./people";

export function Stages({ approval }: { approval: Approval }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const copied = approval.copied.flatMap((each) => (each ? [each.label] : []));
  return (
    <div className="gz-stages">
      <p className="gz-muted">
        {t("approvals.submittedBy", {
          name: approval.submitter?.label ?? "–",
          time: showInstant(approval.submitted_at, display),
        })}
      </p>
      <ol>
        {approval.stages.map((stage) => (
          <Stage key={stage.key} stage={stage} />
        ))}
      </ol>
      {copied.length > 0 && (
        <p className="gz-muted">{t("approvals.copiedTo", { names: copied.join("、") })}</p>
      )}
    </div>
  );
}

function Stage({ stage }: { stage: ApprovalStage }) {
  const { t } = useTranslation();
  const added = stage.tasks.some((task) => task.kind === "added");
  // Those of former attempts, before the stage was returned to, are not asked any more.
  const attempt = Math.max(...stage.tasks.map((task) => task.attempt));
  const now = stage.tasks.filter((task) => task.attempt === attempt);
  const several = now.filter((task) => task.kind === "asked").length > 1;
  // Whom a single approver has added approves in any mode.
  const mode = several ? stage.mode : "all";
  return (
    <li className="gz-stage" data-state={stage.state}>
      <div className="gz-stage-head">
        <strong>{stage.label}</strong>
        {now.length > 1 && (
          <span className="gz-muted">{t(`approvals.${added ? "modeAdded" : "mode"}.${mode}`)}</span>
        )}
        <span className="gz-stage-state">{t(`approvals.stageState.${stage.state}`)}</span>
      </div>
      {stage.state !== "skipped" && (
        <ul>
          {stage.tasks.map((task, place) => (
            <Task key={task.id ?? `planned-${place}`} task={task} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Task({ task }: { task: ApprovalTask }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  return (
    <li className="gz-stage-task">
      <TaskIcon task={task} />
      <div>
        <span className="gz-stage-line">
          <span>{nameOf(task)}</span>
          {task.kind === "added" && !task.given_by && (
            <span className="gz-history-source">{t("approvals.added")}</span>
          )}
          {task.attempt > 0 && (
            <span className="gz-muted">{t("approvals.attempt", { count: task.attempt + 1 })}</span>
          )}
          <span className="gz-muted">
            {task.decision ? t(`approvals.decision.${task.decision}`) : t(`approvals.task.${task.state}`)}
          </span>
          {task.given_by && (
            <span className="gz-muted">
              {t(task.kind === "added" ? "approvals.addedBy" : "approvals.givenBy", {
                name: task.given_by.label,
              })}
            </span>
          )}
          {answeredByAnother(task) && task.decided_by && (
            <span className="gz-muted">{t("approvals.standsIn", { name: task.decided_by.label })}</span>
          )}
          {task.decided_at && (
            <time className="gz-muted gz-tabular" dateTime={task.decided_at}>
              {showInstant(task.decided_at, display)}
            </time>
          )}
        </span>
        {task.comment && <p className="gz-stage-comment">{task.comment}</p>}
      </div>
    </li>
  );
}

function TaskIcon({ task }: { task: ApprovalTask }) {
  switch (task.decision) {
    case "approve":
      return <CheckCircleFilled aria-hidden className="gz-approval-approved" />;
    case "reject":
      return <CloseCircleFilled aria-hidden className="gz-approval-rejected" />;
    case "return":
      return <RollbackOutlined aria-hidden className="gz-approval-open" />;
    default:
      return task.state === "open" ? (
        <ClockCircleOutlined aria-hidden className="gz-approval-open" />
      ) : (
        <MinusCircleOutlined aria-hidden className="gz-muted" />
      );
  }
}

/** One run: why it was planned, what each step read and did, and going on or ending it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Collapse, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import {
  automationQuery,
  automationsKey,
  cancelRun,
  type RunInFull,
  retryRun,
  runQuery,
} from "../api/automations";
import { sentence } from "../api/problem";
import { recordAddress, settingsAddress } from "../app/address";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { Output } from "./Output";
import { RunState } from "./RunState";
import { inOrder, nodesOf, STEP_KINDS, stepAt } from "./steps";
import { placeText, rowOf } from "./TrialSteps";
import { useWords } from "./useWords";

interface RunDrawerProps {
  run: number;
  onClose: () => void;
}

const OPEN = new Set(["queued", "waiting"]);
const STATES = ["done", "skipped", "failed"] as const;

export function RunDrawer({ run: id, onClose }: RunDrawerProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const phone = useIsPhone();
  const found = useQuery(runQuery(ws, id));
  return (
    <Drawer
      open
      onClose={onClose}
      size={phone ? "100%" : 720}
      title={t("automations.runTitle", { id })}
      extra={found.data && <Steer run={found.data} />}
    >
      {found.isPending && <Waiting rows={8} />}
      {found.isError && !found.data && <Failure error={found.error} retry={() => found.refetch()} />}
      {found.data && <Told run={found.data} />}
    </Drawer>
  );
}

function Steer({ run }: { run: RunInFull }) {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const steering = useMutation({
    mutationFn: (what: "retry" | "cancel") => (what === "retry" ? retryRun : cancelRun)(ws, run.id),
    onSuccess: (_, what) => {
      message.success(t(what === "retry" ? "automations.retried" : "automations.cancelled"));
      return client.invalidateQueries({ queryKey: automationsKey(ws) });
    },
    onError: (error) => message.error(sentence(error)),
  });
  if (!member.builder) return null;
  if (run.state === "failed" || run.state === "stopped")
    return (
      <Button type="primary" loading={steering.isPending} onClick={() => steering.mutate("retry")}>
        {t("automations.retry")}
      </Button>
    );
  if (!OPEN.has(run.state)) return null;
  return (
    <Button
      danger
      loading={steering.isPending}
      onClick={() =>
        modal.confirm({
          title: t("automations.cancelTitle"),
          content: t("automations.cancelHint"),
          okText: t("automations.cancel"),
          okButtonProps: { danger: true },
          onOk: () => steering.mutateAsync("cancel").catch(() => {}),
        })
      }
    >
      {t("automations.cancel")}
    </Button>
  );
}

function Told({ run }: { run: RunInFull }) {
  const { key: ws, member, display } = useWorkspace();
  const words = useWords();
  const { t } = useTranslation();
  const automation = useQuery({
    ...automationQuery(ws, run.automation),
    enabled: member.builder,
    retry: false,
  }).data;
  const label = automation?.label;
  // A failed step does not say its kind; the definition does, as long as it is the one that ran.
  const nodes = automation?.version === run.version ? nodesOf(automation.definition.do) : [];
  const cause = /^run:(\d+)$/.exec(run.cause ?? "")?.[1];
  const at = (instant: string) => (
    <time className="gz-tabular" dateTime={instant}>
      {showInstant(instant, display)}
    </time>
  );
  return (
    <div className="gz-run">
      <dl>
        <dt>{t("automations.state")}</dt>
        <dd>
          <RunState state={run.state} />
          {run.due && OPEN.has(run.state) && (
            <span className="gz-muted">
              {" "}
              {t("automations.dueAt", { time: showInstant(run.due, display) })}
            </span>
          )}
          {run.attempts > 0 && (
            <span className="gz-muted"> {t("automations.attempts", { count: run.attempts })}</span>
          )}
        </dd>
        <dt>{t("automations.automation")}</dt>
        <dd>
          {member.builder ? (
            <Link to={settingsAddress(ws, "automations", run.automation)}>{label ?? run.automation}</Link>
          ) : (
            run.automation
          )}{" "}
          <span className="gz-muted">{t("automations.version", { version: run.version })}</span>
        </dd>
        <dt>{t("automations.record")}</dt>
        <dd>
          {run.table && run.record ? (
            <Link to={recordAddress(ws, run.table, run.record)}>
              {words.table(run.table)} · {run.label || `#${run.record}`}
            </Link>
          ) : (
            t("automations.noRecord")
          )}
        </dd>
        <dt>{t("automations.startedAt")}</dt>
        <dd>
          {at(run.created_at)}
          {cause && (
            <span className="gz-muted">
              {" "}
              <Link to={settingsAddress(ws, "runs", cause)}>{t("automations.causedBy", { id: cause })}</Link>{" "}
              {t("automations.depth", { depth: run.depth })}
            </span>
          )}
        </dd>
        {run.finished_at && (
          <>
            <dt>{t("automations.finishedAt")}</dt>
            <dd>{at(run.finished_at)}</dd>
          </>
        )}
      </dl>
      {run.error && (
        <Alert
          type="error"
          showIcon
          title={run.error.message}
          {...(automation && automation.version !== run.version
            ? {
                description: t("automations.retryAsPlanned", { run: run.version, now: automation.version }),
              }
            : {})}
        />
      )}
      {"body" in run.evidence && (
        <Collapse
          size="small"
          items={[
            {
              key: "body",
              label: t("automations.received"),
              children: <pre className="gz-flow-raw">{JSON.stringify(run.evidence.body, null, 2)}</pre>,
            },
          ]}
        />
      )}
      <h3>{t("automations.stepByStep")}</h3>
      {run.steps.length === 0 && <p className="gz-muted">{t("automations.nothingDone")}</p>}
      <ol className="gz-run-steps">
        {inOrder(run.steps).map((step) => {
          const kind = STEP_KINDS.find((one) => one === step.kind) ?? stepAt(nodes, step.path)?.kind;
          const shadow = step.kind === "shadow";
          const tries = step.state === "failed" ? triesOf(step.input) : null;
          const state = STATES.find((one) => one === step.state) ?? "done";
          return (
            <li key={step.path} data-state={state}>
              <span className="gz-flow-number gz-tabular">{shadow ? "" : placeText(step.path)}</span>
              <div>
                <strong>
                  {shadow ? t("automations.shadow") : t(`automations.kinds.${kind ?? "other"}`)}
                </strong>{" "}
                <span className="gz-muted">
                  {[rowOf(run.steps, step.path), at(step.at)].filter(Boolean).map((part, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: two parts that stay where they are
                    <span key={place}>
                      {place > 0 && " · "}
                      {part}
                    </span>
                  ))}
                </span>
                <Output output={step.output} names={step.names} />
                {tries !== null && <Output output={{ tries }} />}
                {step.input !== null && (
                  <Collapse
                    ghost
                    size="small"
                    className="gz-run-input"
                    items={[
                      {
                        key: "input",
                        label: t("automations.setting"),
                        children: <pre className="gz-flow-raw">{JSON.stringify(step.input, null, 2)}</pre>,
                      },
                    ]}
                  />
                )}
              </div>
              <span className="gz-run-step-state">{t(`automations.stepStates.${state}`)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function triesOf(input: unknown): unknown {
  return typeof input === "object" && input !== null && "tries" in input ? input.tries : null;
}

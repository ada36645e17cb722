/** Runs, the latest first: of one automation, or of all. */
import { ReloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import {
  automationsQuery,
  fetchRuns,
  LOOK_AGAIN_MS,
  RUN_STATES,
  type Run,
  runsKey,
  type RunState as State,
} from "../api/automations";
import { recordAddress, settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { RunDrawer } from "./RunDrawer";
import { RunState } from "./RunState";
import "./automations.css";
import { useWords } from "./useWords";

/** The tab of all runs; the run in the address is open. */
export function RunsTab() {
  const { key: ws } = useWorkspace();
  const navigate = useNavigate();
  const { item } = useParams();
  const id = Number(item);
  return (
    <>
      <Runs automation={null} />
      {Number.isSafeInteger(id) && id > 0 && (
        <RunDrawer run={id} onClose={() => navigate(settingsAddress(ws, "runs"))} />
      )}
    </>
  );
}

export function Runs({ automation }: { automation: string | null }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const automations =
    useQuery({ ...automationsQuery(ws), enabled: automation === null }).data?.automations ?? [];
  const [of, setOf] = useState<string | null>(null);
  const [state, setState] = useState<State | null>(null);
  const [open, setOpen] = useState<number | null>(null);
  const query = { automation: automation ?? of, state };
  const found = useInfiniteQuery({
    queryKey: runsKey(ws, query),
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => fetchRuns(ws, query, pageParam, signal),
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.runs.some((run) => run.state === "queued")) ? LOOK_AGAIN_MS : false,
  });
  const runs = found.data?.pages.flatMap((page) => page.runs) ?? [];
  const labels = new Map(automations.map((one) => [one.key, one.label]));
  return (
    <>
      <div className="gz-settings-bar gz-flow-bar">
        {automation === null && (
          <Select<string>
            className="gz-flow-filter"
            aria-label={t("automations.automation")}
            showSearch={{ optionFilterProp: "label" }}
            value={of ?? ""}
            options={[
              { value: "", label: t("automations.allAutomations") },
              ...automations.map((one) => ({ value: one.key, label: one.label })),
            ]}
            onChange={(key) => setOf(key || null)}
          />
        )}
        <Select<State | "">
          className="gz-flow-filter"
          aria-label={t("automations.state")}
          value={state ?? ""}
          options={[
            { value: "", label: t("automations.allStates") },
            ...RUN_STATES.map((one) => ({ value: one, label: t(`automations.states.${one}`) })),
          ]}
          onChange={(next) => setState(next || null)}
        />
        <span className="gz-settings-space" />
        <Button
          icon={<ReloadOutlined aria-hidden />}
          loading={found.isFetching && !found.isFetchingNextPage}
          onClick={() => found.refetch()}
        >
          {t("automations.refresh")}
        </Button>
      </div>
      {found.isPending && <Waiting rows={8} />}
      {found.isError && !found.data && <Failure error={found.error} retry={() => found.refetch()} />}
      {found.data && runs.length === 0 && (
        <Nothing title={t("automations.noRuns")} hint={t("automations.noRunsHint")} />
      )}
      <ul className="gz-runs" aria-label={t("automations.runs")}>
        {runs.map((run) => (
          <RunLine
            key={run.id}
            run={run}
            label={automation === null ? (labels.get(run.automation) ?? run.automation) : null}
            onOpen={() => setOpen(run.id)}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("automations.loadMore")}
        </Button>
      )}
      {open !== null && <RunDrawer run={open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface RunLineProps {
  run: Run;
  /** Of its automation, where that is not said already. */
  label: string | null;
  onOpen: () => void;
}

export function RunLine({ run, label, onOpen }: RunLineProps) {
  const { key: ws, display } = useWorkspace();
  const words = useWords();
  const { t } = useTranslation();
  return (
    <li data-state={run.state}>
      <button type="button" className="gz-plain-button gz-runs-open" onClick={onOpen}>
        <RunState state={run.state} />
        <time className="gz-tabular" dateTime={run.created_at}>
          {showInstant(run.created_at, display)}
        </time>
        <span className="gz-runs-name">
          {label ?? t("automations.runTitle", { id: run.id })}{" "}
          {run.shadow && <Tag color="purple">{t("automations.shadow")}</Tag>}
        </span>
      </button>
      <span className="gz-runs-record">
        {run.table && run.record ? (
          <Link to={recordAddress(ws, run.table, run.record)}>
            {words.table(run.table)} · {run.label || `#${run.record}`}
          </Link>
        ) : (
          <span className="gz-muted">{t("automations.noRecord")}</span>
        )}
      </span>
      <span className="gz-runs-error">{run.error?.message}</span>
    </li>
  );
}

/** Every automation: what sets it off, whether it runs, how it went. */
import { CopyOutlined, DeleteOutlined, MoreOutlined, PlusOutlined, WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Select, Switch, Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { automationsQuery, type ListedAutomation, type Warning } from "../api/automations";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Nothing } from "../past/Nothing";
import { SearchBox } from "../table/SearchBox";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { NewAutomation } from "./NewAutomation";
import { RunState } from "./RunState";
import { type Steering, useSteering } from "./useSteering";
import { useWords } from "./useWords";

const STATUSES = ["on", "off", "troubled"] as const;
type Status = (typeof STATUSES)[number];

const isIn = (one: ListedAutomation, status: Status): boolean => {
  if (status === "troubled") return one.failed > 0 || one.paused !== null;
  return (one.enabled && one.paused === null) === (status === "on");
};

export function AutomationList() {
  const { key: ws } = useWorkspace();
  const words = useWords();
  const { t } = useTranslation();
  const found = useQuery(automationsQuery(ws));
  const steering = useSteering();
  const [text, setText] = useState("");
  const [table, setTable] = useState<string | null>(null);
  const [status, setStatus] = useState<Status | null>(null);
  const [making, setMaking] = useState(false);
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const { automations, warnings } = found.data;
  const used = new Set(automations.map((one) => one.table));
  const shown = automations.filter(
    (one) =>
      one.label.toLowerCase().includes(text.toLowerCase()) &&
      (table === null || one.table === table) &&
      (status === null || isIn(one, status)),
  );
  const add = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
      {t("automations.add")}
    </Button>
  );
  return (
    <>
      <p className="gz-muted gz-flow-about">{t("automations.about")}</p>
      <Circles warnings={warnings} automations={automations} />
      {automations.length > 0 && (
        <div className="gz-settings-bar gz-flow-bar">
          <SearchBox value={text} label={t("automations.search")} onSearch={setText} />
          <Select<string>
            className="gz-flow-filter"
            aria-label={t("automations.tableOf")}
            showSearch={{ optionFilterProp: "label" }}
            value={table ?? ""}
            options={[
              { value: "", label: t("automations.anyTable") },
              ...[...used].map((key) => ({ value: key, label: words.table(key) })),
            ]}
            onChange={(key) => setTable(key || null)}
          />
          <Select<Status | "">
            className="gz-flow-filter"
            aria-label={t("automations.state")}
            value={status ?? ""}
            options={[
              { value: "", label: t("automations.anyStatus") },
              ...STATUSES.map((one) => ({ value: one, label: t(`automations.${one}`) })),
            ]}
            onChange={(next) => setStatus(next || null)}
          />
          <span className="gz-settings-space" />
          {add}
        </div>
      )}
      {automations.length === 0 ? (
        <>
          <Nothing title={t("automations.none")} hint={t("automations.noneHint")} />
          <div className="gz-flow-first">{add}</div>
        </>
      ) : shown.length === 0 ? (
        <Nothing title={t("automations.noMatch")} hint={t("automations.noMatchHint")} />
      ) : (
        <ul className="gz-flows" aria-label={t("automations.title")}>
          {shown.map((one) => (
            <Item key={one.key} one={one} steering={steering} />
          ))}
        </ul>
      )}
      {making && <NewAutomation automations={automations} onClose={() => setMaking(false)} />}
      {steering.dialog}
    </>
  );
}

function Circles({ warnings, automations }: { warnings: Warning[]; automations: ListedAutomation[] }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  if (warnings.length === 0) return null;
  const labels = new Map(automations.map((one) => [one.key, one.label]));
  return (
    <div className="gz-health" role="note">
      <WarningOutlined aria-hidden />
      <div>
        <strong>{t("automations.warnings")}</strong>
        <ul>
          {warnings.map((warning) => (
            <li key={warning.keys.join()}>
              {[...warning.keys, warning.keys[0] ?? ""].map((key, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the first comes again at the end of its circle
                <span key={at}>
                  {at > 0 && " → "}
                  <Link to={settingsAddress(ws, "automations", key)}>{labels.get(key) ?? key}</Link>
                </span>
              ))}
            </li>
          ))}
        </ul>
        <span className="gz-muted">{t("automations.cycleHint")}</span>
      </div>
    </div>
  );
}

function Item({ one, steering }: { one: ListedAutomation; steering: Steering }) {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const on = one.enabled && one.paused === null;
  const origin = one.template ? (one.changed ? "changedFromTemplate" : "fromTemplate") : "own";
  return (
    <li data-off={!on}>
      <Switch
        size="small"
        checked={on}
        aria-label={t("automations.switch", { name: one.label })}
        onChange={(enabled) => void steering.toggle(one, enabled)}
      />
      <div className="gz-flows-main">
        <span className="gz-flows-name">
          <Link to={settingsAddress(ws, "automations", one.key)}>{one.label}</Link>
          {one.paused !== null && <Tag color="red">{t("automations.paused")}</Tag>}
          {one.shadow && <Tag color="purple">{t("automations.shadow")}</Tag>}
          {one.demo && (
            <Tooltip title={t("automations.demoHint")}>
              <Tag>{t("automations.demo")}</Tag>
            </Tooltip>
          )}
        </span>
        <span className="gz-flows-says">
          {tables.has(one.table) && words.trigger(one.table, one.definition.trigger)}
        </span>
      </div>
      <span className="gz-flows-table">{words.table(one.table)}</span>
      <span className="gz-flows-last">
        {one.last_run ? (
          <Link to={settingsAddress(ws, "runs", String(one.last_run.id))}>
            <RunState state={one.last_run.state} />
            <time className="gz-tabular" dateTime={one.last_run.at}>
              {showInstant(one.last_run.at, display)}
            </time>
          </Link>
        ) : (
          <span className="gz-muted">{t("automations.never")}</span>
        )}
      </span>
      <span className="gz-flows-failed" data-bad={one.failed > 0}>
        {t("automations.failures")} <b className="gz-tabular">{one.failed}</b>
      </span>
      <span className="gz-flows-owner gz-muted">
        {one.owner?.label ?? t("automations.engine")} · {t(`automations.${origin}`)}
      </span>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "copy", icon: <CopyOutlined aria-hidden />, label: t("automations.copy") },
            {
              key: "remove",
              icon: <DeleteOutlined aria-hidden />,
              label: t("automations.remove"),
              danger: true,
            },
          ],
          onClick: ({ key }) => {
            if (key === "copy") navigate(`${settingsAddress(ws, "automations", "-new")}?copy=${one.key}`);
            else steering.remove(one, () => {});
          },
        }}
      >
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined aria-hidden />}
          aria-label={t("automations.more", { name: one.label })}
        />
      </Dropdown>
    </li>
  );
}

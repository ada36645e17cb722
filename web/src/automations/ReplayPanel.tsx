/** What of the last days would have set the automation off, and what it would do; and the shadow mode. */
import { HistoryOutlined } from "@ant-design/icons";
import { Button, Collapse, InputNumber, Switch, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Replay, replayAutomation } from "../api/automations";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { TrialResult } from "./TrialResult";
import type { TrialProps } from "./TryPanel";
import { useAsking } from "./useAsking";
import type { Steering } from "./useSteering";

const ON_ROWS = new Set(["created", "updated", "becomes", "deleted", "linked"]);

interface ReplayPanelProps extends TrialProps {
  steering: Steering;
}

export function ReplayPanel({
  automation,
  draft,
  document,
  dirty,
  complete,
  refuse,
  steering,
}: ReplayPanelProps) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const [days, setDays] = useState(7);
  const [found, setFound] = useState<{ replay: Replay; draft: typeof draft } | null>(null);
  const { busy, ask } = useAsking(refuse);
  const run = async () => {
    if (!complete()) return;
    await ask(async () => {
      const replay = await replayAutomation(ws, automation?.key ?? draft.key, {
        days,
        ...(dirty ? { definition: document } : {}),
      });
      setFound({ replay, draft });
    });
  };
  return (
    <div className="gz-flow">
      {automation && (
        <div className="gz-flow-card gz-flow-shadow">
          <Switch
            checked={automation.shadow}
            aria-label={t("automations.shadowTitle")}
            onChange={(shadow) => void steering.shade(automation, shadow)}
          />
          <div>
            <strong>{t("automations.shadowTitle")}</strong>
            <p className="gz-muted gz-flow-hint">{t("automations.shadowHint")}</p>
          </div>
        </div>
      )}
      <p className="gz-muted">{t("automations.replayHint")}</p>
      {!ON_ROWS.has(draft.trigger.on) ? (
        <p>{t("automations.replayOnlyRows")}</p>
      ) : (
        <div className="gz-settings-bar">
          <span>{t("automations.replayDays")}</span>
          <InputNumber
            aria-label={t("automations.replayDays")}
            min={1}
            max={90}
            precision={0}
            suffix={t("automations.daysUnit")}
            value={days}
            onChange={(next) => setDays(next ?? 7)}
          />
          <Button
            type="primary"
            icon={<HistoryOutlined aria-hidden />}
            loading={busy}
            onClick={() => void run()}
          >
            {t("automations.replayRun")}
          </Button>
          {dirty && <span className="gz-muted">{t("automations.tryDraft")}</span>}
        </div>
      )}
      {found && (
        <>
          <p>
            <strong>
              {found.replay.matched === 0
                ? t("automations.replayNone")
                : t("automations.replayed", { matched: found.replay.matched })}
            </strong>{" "}
            {found.replay.runs.length < found.replay.matched && (
              <span className="gz-muted">
                {t("automations.replayedShown", { count: found.replay.runs.length })}
              </span>
            )}
          </p>
          {found.replay.runs.length > 0 && (
            <Collapse
              size="small"
              items={found.replay.runs.map((one, at) => ({
                key: at,
                label: (
                  <span className="gz-trial-line">
                    <time className="gz-tabular" dateTime={one.at}>
                      {showInstant(one.at, display)}
                    </time>
                    <span>{one.label || `#${one.record}`}</span>
                    {one.refused && <Tag color="red">{t("automations.refused")}</Tag>}
                    <span className="gz-muted">
                      {t("automations.changesCount", { count: one.changes.length })} ·{" "}
                      {t("automations.sentCount", { count: one.sent.length })}
                    </span>
                  </span>
                ),
                children: <TrialResult trial={one} steps={found.draft.steps} table={found.draft.table} />,
              }))}
            />
          )}
        </>
      )}
    </div>
  );
}

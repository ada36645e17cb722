/** What has become of a run, as a coloured word. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  StopOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { RunState as State } from "../api/automations";

const ICONS = {
  queued: SyncOutlined,
  waiting: ClockCircleOutlined,
  done: CheckCircleOutlined,
  failed: CloseCircleOutlined,
  cancelled: MinusCircleOutlined,
  stopped: StopOutlined,
} as const;

export function RunState({ state }: { state: State }) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  return (
    <span className="gz-run-state" data-state={state}>
      <Icon aria-hidden /> {t(`automations.states.${state}`)}
    </span>
  );
}

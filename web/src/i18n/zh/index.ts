import { account } from "./account";
import { actions } from "./actions";
import { approvals } from "./approvals";
import { automations } from "./automations";
import { configLog } from "./configLog";
import { dashboard } from "./dashboard";
import { exchange } from "./exchange";
import { filter } from "./filter";
import { frame } from "./frame";
import { icons } from "./icons";
import { joining } from "./joining";
import { keys } from "./keys";
import { layouts } from "./layouts";
import { past } from "./past";
import { pivot } from "./pivot";
import { press } from "./press";
import { print } from "./print";
import { record } from "./record";
import { recordTypes } from "./recordTypes";
import { rules } from "./rules";
import { schema } from "./schema";
import { search } from "./search";
import { settings } from "./settings";
import { table } from "./table";
import { templates } from "./templates";
import { timers } from "./timers";
import { undo } from "./undo";
import { webhooks } from "./webhooks";

export const zh = {
  account,
  actions,
  approvals,
  automations,
  configLog,
  dashboard,
  exchange,
  filter,
  frame,
  icons,
  joining,
  keys,
  past,
  layouts,
  pivot,
  press,
  print,
  record,
  recordTypes,
  rules,
  schema,
  search,
  settings,
  table,
  templates,
  timers,
  undo,
  webhooks,
};

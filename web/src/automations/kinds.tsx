/** Icons and groups of steps and triggers. */
import {
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BellOutlined,
  BranchesOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  DeleteOutlined,
  EditOutlined,
  FieldTimeOutlined,
  FormOutlined,
  ImportOutlined,
  LinkOutlined,
  PieChartOutlined,
  PlusSquareOutlined,
  QuestionOutlined,
  RetweetOutlined,
  SearchOutlined,
  SelectOutlined,
  SendOutlined,
  UndoOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";
import type { TriggerKind } from "./document";
import type { StepKind } from "./steps";

export const STEP_ICONS: Record<StepKind | "other", ComponentType> = {
  set: EditOutlined,
  create: PlusSquareOutlined,
  update: ApartmentOutlined,
  find: SearchOutlined,
  each: RetweetOutlined,
  branch: BranchesOutlined,
  notify: BellOutlined,
  webhook: ApiOutlined,
  submit: AuditOutlined,
  decide: CheckSquareOutlined,
  withdraw: UndoOutlined,
  wait: ClockCircleOutlined,
  allocate: PieChartOutlined,
  other: QuestionOutlined,
};

export const TRIGGER_ICONS: Record<TriggerKind, ComponentType> = {
  created: PlusSquareOutlined,
  updated: EditOutlined,
  becomes: FormOutlined,
  deleted: DeleteOutlined,
  linked: LinkOutlined,
  button: SelectOutlined,
  approval: AuditOutlined,
  date: CalendarOutlined,
  schedule: FieldTimeOutlined,
  import: ImportOutlined,
  incoming: SendOutlined,
};

export const STEP_GROUPS = [
  { key: "records", kinds: ["set", "create", "update", "find", "allocate"] },
  { key: "flow", kinds: ["branch", "each", "wait", "submit", "decide", "withdraw"] },
  { key: "outside", kinds: ["notify", "webhook"] },
] as const satisfies readonly { key: string; kinds: readonly StepKind[] }[];

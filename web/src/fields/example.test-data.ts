/** Fields for tests. */
import type { Field, FieldType } from "./schema";
import type { FieldContext } from "./types";

export function field(key: string, type: FieldType, more: Partial<Field> = {}): Field {
  return {
    key,
    type,
    label: key,
    required: false,
    unique: false,
    computed: false,
    read_only: false,
    protected: false,
    value_type: type,
    options: [],
    settings: {},
    ...more,
  };
}

export const STAGES = [
  { key: "talk", label: "谈判", color: "amber", archived: false },
  { key: "won", label: "赢单", color: "green", archived: false },
  { key: "lost", label: "输单", color: "red", archived: false },
  { key: "old", label: "旧阶段", color: "gray", archived: true },
];

const CUSTOMERS = [
  { id: 7, label: "华兴电子" },
  { id: 8, label: "华兴电子科技" },
  { id: 9, label: "远航物流" },
  { id: 10, label: "远航物流" },
];

export const CONTEXT: FieldContext = {
  locale: "zh-CN",
  timezone: "Asia/Shanghai",
  today: "2026-11-22",
  table: "deals",
  candidates: async (_table, _field, q) => CUSTOMERS.filter((one) => one.label.includes(q)),
};

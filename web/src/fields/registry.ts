/** The user interface of every field type. Formula, lookup and rollup look like their result and are never edited. */
import { FunctionOutlined, NodeExpandOutlined, SelectOutlined } from "@ant-design/icons";
import type { ComponentType } from "react";
import { attachment } from "./attachment";
import { autonumber } from "./autonumber";
import { checkbox } from "./checkbox";
import { date } from "./date";
import { datetime } from "./datetime";
import { email } from "./email";
import { longText } from "./long_text";
import { member } from "./member";
import { members } from "./members";
import { money } from "./money";
import { multiOption } from "./multi_option";
import { number } from "./number";
import { option } from "./option";
import { percent } from "./percent";
import { phone } from "./phone";
import { relation } from "./relation";
import { relations } from "./relations";
import type { Field, FieldType } from "./schema";
import { state } from "./state";
import { subtable } from "./subtable";
import { text } from "./text";
import type { FieldUi } from "./types";
import { url } from "./url";

type Plain = Exclude<FieldType, "formula" | "lookup" | "rollup">;

const REGISTRY: Readonly<Record<Plain, FieldUi>> = {
  text,
  long_text: longText,
  number,
  money,
  percent,
  date,
  datetime,
  option,
  multi_option: multiOption,
  state,
  checkbox,
  member,
  members,
  relation,
  relations,
  subtable,
  autonumber,
  phone,
  email,
  url,
  attachment,
};

const COMPUTED_ICONS: Partial<Record<FieldType, ComponentType>> = {
  formula: FunctionOutlined,
  lookup: SelectOutlined,
  rollup: NodeExpandOutlined,
};

const computedUis = new Map<string, FieldUi>();

function isPlain(type: string): type is Plain {
  return type in REGISTRY;
}

/** How a field looks and is edited. An unknown type of a newer server is shown as text. */
export function uiOf(field: Pick<Field, "type" | "value_type">): FieldUi {
  if (isPlain(field.type)) return REGISTRY[field.type];
  const base = isPlain(field.value_type) ? REGISTRY[field.value_type] : text;
  const key = `${field.type}:${base.type}`;
  let ui = computedUis.get(key);
  if (!ui) {
    ui = {
      ...base,
      type: field.type,
      icon: COMPUTED_ICONS[field.type] ?? base.icon,
      editor: { kind: "record", seed: base.editor.seed },
    };
    computedUis.set(key, ui);
  }
  return ui;
}

/** Whether a person may write the field at all (rights and locks aside). */
export function isWritable(field: Field): boolean {
  if (field.computed || field.read_only || field.type === "autonumber") return false;
  if (field.type === "state" && field.settings.manual === false) return false;
  return isPlain(field.type);
}

/** Values as the API takes them: ids instead of references. Unknown keys are left as they are. */
export function toWire(
  values: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
): Record<string, unknown> {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const wire: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const field = byKey.get(key);
    wire[key] = field ? uiOf(field).wire((value ?? null) as Parameters<FieldUi["wire"]>[0]) : value;
  }
  return wire;
}

/** Picks options: option, state, multi_option. */
import { useMemo } from "react";
import { Chip } from "../Chip";
import { choosable, matches } from "../options";
import type { FieldOption } from "../schema";
import type { PanelProps } from "../types";
import { asKeys } from "../value";
import { type PickItem, PickPanel } from "./PickPanel";

const itemOf = (option: FieldOption, dot: boolean): PickItem => ({
  key: option.key,
  label: option.label,
  content: <Chip option={option} dot={dot} />,
});

export function OptionPanel({
  field,
  value,
  text,
  typed,
  context,
  takeKeys,
  onChange,
  onCommit,
}: PanelProps) {
  const several = field.type === "multi_option";
  const dot = field.type === "state";
  const query = typed ? text.trim() : "";
  const keys = asKeys(value);
  const items = useMemo(
    () =>
      choosable(field, value)
        .filter((option) => matches(option, query))
        .map((option) => itemOf(option, dot)),
    [field, value, query, dot],
  );
  const chosen = keys
    .flatMap((key) => field.options.filter((option) => option.key === key))
    .map((option) => itemOf(option, dot));
  const without = (key: string) => keys.filter((other) => other !== key);
  return (
    <PickPanel
      items={items}
      chosen={chosen}
      several={several}
      query={query}
      locale={context.locale}
      clearable={!field.required}
      takeKeys={takeKeys}
      onPick={(item) => {
        if (!several) onCommit(item.key);
        else onChange(keys.includes(item.key) ? without(item.key) : [...keys, item.key], "");
      }}
      onDrop={(key) => (several ? onChange(without(key), "") : onCommit(null))}
      onClear={() => (several ? onChange([], "") : onCommit(null))}
    />
  );
}

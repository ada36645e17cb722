/** The value of a filter on records and people: ids, or the person who looks ("@me"). */
import { Select } from "antd";
import { useRef, useState } from "react";
import { say } from "../say";
import type { FilterInputProps } from "../types";
import { useCandidates } from "../useCandidates";

const FULL = { width: "100%", minWidth: 180 } as const;
const ME = "@me";

export function ReferenceFilter({ field, op, value, onChange, context, id, labels }: FilterInputProps) {
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const { found, loading } = useCandidates(field, context, query, undefined, open || labels === undefined);
  const known = useRef(new Map<number, string>());
  for (const [key, label] of labels ?? []) known.current.set(key, label);
  for (const one of found) known.current.set(one.id, one.label);
  const people = field.value_type === "member" || field.value_type === "members";
  const chosen = (
    Array.isArray(value) ? value : value === null || typeof value === "object" ? [] : [value]
  ) as (string | number)[];
  const variables = context.variables?.(field) ?? [];
  const said = new Map(variables.map((one) => [one.key, one.label]));
  const label = (key: string | number) =>
    said.get(String(key)) ??
    (key === ME ? say(context.locale, "我", "Me") : (known.current.get(Number(key)) ?? `#${key}`));
  const options = [
    ...(people && query === "" ? [{ value: ME as string | number, label: label(ME) }] : []),
    ...(query === "" ? variables : [])
      .filter((one) => one.key !== ME)
      .map((one) => ({ value: one.key as string | number, label: one.label })),
    ...found.map((one) => ({ value: one.id as string | number, label: one.label })),
  ];
  const shared = {
    id,
    style: FULL,
    loading,
    options,
    placeholder: say(context.locale, "选择", "Choose"),
    showSearch: { searchValue: query, onSearch: setQuery, filterOption: false as const },
    onOpenChange: setOpen,
    labelRender: (item: { value?: string | number }) => label(item.value ?? ""),
  };
  if (op === "in" || op === "not_in") {
    return (
      <Select<(string | number)[]>
        {...shared}
        mode="multiple"
        value={chosen}
        onChange={(next) => onChange(next)}
      />
    );
  }
  return <Select<string | number> {...shared} value={chosen[0]} onChange={(next) => onChange(next)} />;
}

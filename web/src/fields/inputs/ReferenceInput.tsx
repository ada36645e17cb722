/** A control for records and people, with search on the server. */
import { Select } from "antd";
import { useState } from "react";
import { Person } from "../Chip";
import { say } from "../say";
import type { Reference } from "../schema";
import type { InputProps } from "../types";
import { useCandidates } from "../useCandidates";
import { asReferences } from "../value";

const FULL = { width: "100%" } as const;

export function ReferenceInput(props: InputProps) {
  const { field, value, onChange, context, record, id, disabled, autoFocus, status, placeholder, onBlur } =
    props;
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const { found, loading, failed } = useCandidates(field, context, query, record, open);
  const several = field.type === "relations" || field.type === "members";
  const people = field.type === "member" || field.type === "members";
  const chosen = asReferences(value);
  const known = new Map<number, Reference>([...chosen, ...found].map((one) => [one.id, one]));
  const offered = query === "" ? known.values() : found;
  const label = (one: Reference) => (people ? <Person member={one} /> : one.label);
  const options = [...offered].map((one) => ({ value: one.id, label: label(one), title: one.label }));
  const pick = (ids: readonly number[]) => ids.flatMap((key) => known.get(key) ?? []);
  const shared = {
    id,
    style: FULL,
    options,
    loading: open && loading,
    disabled,
    autoFocus,
    status,
    placeholder,
    onBlur,
    onOpenChange: setOpen,
    notFoundContent:
      failed ??
      (loading
        ? say(context.locale, "正在查找…", "Searching…")
        : say(context.locale, "没有找到", "Nothing found")),
    showSearch: { searchValue: query, onSearch: setQuery, filterOption: false as const },
  };
  if (several) {
    return (
      <Select<number[]>
        {...shared}
        mode="multiple"
        value={chosen.map((one) => one.id)}
        labelRender={(item) => known.get(Number(item.value))?.label ?? item.label}
        onChange={(ids) => onChange(pick(ids))}
      />
    );
  }
  return (
    <Select<number>
      {...shared}
      allowClear={!field.required}
      value={chosen[0]?.id}
      labelRender={(item) => {
        const one = known.get(Number(item.value));
        return one ? label(one) : item.label;
      }}
      onChange={(key: number | undefined) => onChange(key === undefined ? null : (known.get(key) ?? null))}
    />
  );
}

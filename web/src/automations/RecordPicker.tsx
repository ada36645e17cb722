/** Finds a record of a table by its name. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "../api/records";
import { useWorkspace } from "../app/workspace";
import { useTitleOf } from "../ui/FieldValue";

interface RecordPickerProps {
  table: string;
  value: number | null;
  label: string;
  onChange: (record: number) => void;
}

const PAUSE_MS = 200;

export function RecordPicker({ table, value, label, onChange }: RecordPickerProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const [text, setText] = useState("");
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<{ value: number; label: string } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const spec = tables.get(table);
  const found = useQuery({
    ...recordsQuery(ws, table, { q: q || null, limit: 20, fields: spec ? [spec.primary] : [] }),
    enabled: spec !== undefined,
  });
  const options = (found.data?.records ?? []).map((row) => ({
    value: row.id,
    label: (spec && titleOf(spec, row.values)) || `#${row.id}`,
  }));
  const shown = chosen && value === chosen.value && !options.some((one) => one.value === value);
  return (
    <Select<number>
      className="gz-flow-record"
      aria-label={label}
      placeholder={label}
      loading={found.isFetching}
      showSearch={{ searchValue: text, onSearch: setText, filterOption: false }}
      popupMatchSelectWidth={false}
      value={value ?? undefined}
      options={shown ? [chosen, ...options] : options}
      notFoundContent={t(
        found.isSuccess ? (q ? "automations.noneFound" : "automations.noneSeen") : "automations.searchRecord",
      )}
      onChange={(id) => {
        setChosen(options.find((one) => one.value === id) ?? null);
        onChange(id);
      }}
    />
  );
}

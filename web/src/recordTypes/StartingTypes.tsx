/** Which type the new rows of a role group begin with; of several groups of one person the first line counts. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Option, Table, WrittenTypes } from "../api/types";
import { Sortable, SortableRow } from "../ui/Sortable";
import { withDefaults } from "./draft";
import { useSaveTypes } from "./useSaveTypes";

interface Line {
  id: string;
  role: string | null;
  type: string | null;
}

interface StartingTypesProps {
  table: Table;
  types: readonly Option[];
  written: WrittenTypes;
  roles: readonly { key: string; label: string }[];
}

export function StartingTypes({ table, types, written, roles }: StartingTypesProps) {
  const { t } = useTranslation();
  const { put, attempt } = useSaveTypes(table);
  const stored = (written.defaults ?? []).map((each, at): Line => ({ id: `${at}`, ...each }));
  const [draft, setDraft] = useState<Line[] | null>(null);
  const [busy, setBusy] = useState(false);
  const lines = draft ?? stored;
  const change = (id: string, part: Partial<Line>) =>
    setDraft(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const save = async () => {
    setBusy(true);
    const done = await attempt(() => put(withDefaults(written, lines)));
    setBusy(false);
    if (done) setDraft(null);
  };
  const half = lines.some((line) => !line.role || !line.type);
  const twice = new Set(lines.map((line) => line.role)).size < lines.length;
  return (
    <div className="gz-starting">
      <Sortable
        ids={lines.map((line) => line.id)}
        onOrder={(ids) => setDraft(ids.flatMap((id) => lines.find((line) => line.id === id) ?? []))}
      >
        {lines.map((line, at) => (
          <SortableRow key={line.id} id={line.id} label={t("recordTypes.moveLine", { number: at + 1 })}>
            <Select
              aria-label={t("recordTypes.role")}
              placeholder={t("recordTypes.role")}
              value={line.role}
              options={roles.map((role) => ({ value: role.key, label: role.label }))}
              onChange={(role: string) => change(line.id, { role })}
            />
            <span className="gz-muted">→</span>
            <Select
              aria-label={t("recordTypes.type")}
              placeholder={t("recordTypes.type")}
              value={line.type}
              options={types.map((option) => ({ value: option.key, label: option.label }))}
              onChange={(type: string) => change(line.id, { type })}
            />
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("recordTypes.dropLine", { number: at + 1 })}
              onClick={() => setDraft(lines.filter((one) => one.id !== line.id))}
            />
          </SortableRow>
        ))}
      </Sortable>
      <div className="gz-starting-acts">
        <Button
          type="dashed"
          icon={<PlusOutlined aria-hidden />}
          onClick={() =>
            setDraft([...lines, { id: `n${Date.now()}-${lines.length}`, role: null, type: null }])
          }
        >
          {t("recordTypes.addLine")}
        </Button>
        {draft && (
          <>
            <Button type="primary" loading={busy} disabled={half || twice} onClick={() => void save()}>
              {t("frame.save")}
            </Button>
            <Button onClick={() => setDraft(null)}>{t("frame.cancel")}</Button>
          </>
        )}
      </div>
    </div>
  );
}

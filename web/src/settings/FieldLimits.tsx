/** The fields of a table of which something is said: read, edit, give at creation, and on which rows. */
import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EVERYONE, type FieldRight, type TableChange, tableRightsQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import type { Line } from "./lines";
import { RowsDialog } from "./RowsDialog";

interface FieldLimitsProps {
  line: Line;
  save: (change: TableChange) => Promise<boolean>;
}

const FLAGS = [
  ["read", "settings.read"],
  ["edit", "settings.editField"],
  ["give", "settings.give"],
] as const;
const ROWS = [
  ["read_rows", "settings.readRows"],
  ["edit_rows", "settings.editRows"],
] as const;

type RowsPart = "read_rows" | "edit_rows";
const FRESH = { read: true, edit: false, give: false, read_rows: null, edit_rows: null };

const bare = ({ read, edit, give, read_rows, edit_rows }: FieldRight) => ({
  read,
  edit,
  give,
  read_rows,
  edit_rows,
});

export function FieldLimits({ line, save }: FieldLimitsProps) {
  const { key: ws, tables, member } = useWorkspace();
  const { t } = useTranslation();
  const [rows, setRows] = useState<{ field: string; part: RowsPart } | null>(null);
  const table = tables.get(line.table);
  const labelOf = (key: string) => table?.fields.find((field) => field.key === key)?.label ?? key;
  const limited = Object.entries(line.said.fields);
  const roles = useQuery({ ...tableRightsQuery(ws, line.table), enabled: line.role !== EVERYONE }).data;
  const usual = line.role === EVERYONE ? {} : (roles?.find((one) => one.role === EVERYONE)?.fields ?? {});
  const inherited = Object.entries(usual).filter(([key]) => !(key in line.said.fields));
  const free = (table?.fields ?? []).filter((field) => !(field.key in line.said.fields));
  const edited = rows && line.said.fields[rows.field];
  return (
    <section className="gz-settings-section">
      <h2>{t("settings.fieldRights")}</h2>
      <p className="gz-muted">{t("settings.fieldRightsHint")}</p>
      <ul className="gz-said">
        {limited.map(([key, right]) => (
          <li key={key}>
            <span>{labelOf(key)}</span>
            <span className="gz-said-flags">
              {FLAGS.map(([flag, label]) => (
                <Checkbox
                  key={flag}
                  disabled={!member.admin}
                  checked={right[flag]}
                  onChange={({ target }) =>
                    void save({ fields: { [key]: { ...bare(right), [flag]: target.checked } } })
                  }
                >
                  {t(label)}
                </Checkbox>
              ))}
              {member.admin && (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={`${t("settings.removeLimit")} ${labelOf(key)}`}
                  title={t("settings.removeLimit")}
                  onClick={() => void save({ fields: { [key]: null } })}
                />
              )}
            </span>
            <span className="gz-said-rows">
              {ROWS.map(([part, label]) => (
                <button
                  key={part}
                  type="button"
                  className="gz-plain-button gz-link"
                  disabled={!member.admin}
                  onClick={() => setRows({ field: key, part })}
                >
                  {t(label)}：{right[`${part}_text`]}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {limited.length === 0 && inherited.length === 0 && <p className="gz-muted">{t("settings.noLimits")}</p>}
      {inherited.length > 0 && (
        <>
          <p className="gz-muted">{t("settings.inheritedLimits")}</p>
          <ul className="gz-said">
            {inherited.map(([key, right]) => (
              <li key={key}>
                <span>{labelOf(key)}</span>
                <span className="gz-said-flags">
                  {FLAGS.map(([flag, label]) => (
                    <Checkbox key={flag} disabled checked={right[flag]}>
                      {t(label)}
                    </Checkbox>
                  ))}
                  {member.admin && (
                    <Button size="small" onClick={() => void save({ fields: { [key]: bare(right) } })}>
                      {t("settings.ownLimit")}
                    </Button>
                  )}
                </span>
                <span className="gz-said-rows gz-muted">
                  {ROWS.filter(([part]) => right[part] !== null).map(([part, label]) => (
                    <span key={part}>
                      {t(label)}：{right[`${part}_text`]}
                    </span>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {member.admin && (
        <Select
          className="gz-said-add"
          value={null}
          placeholder={t("settings.addLimit")}
          aria-label={t("settings.addLimit")}
          showSearch={{ optionFilterProp: "label" }}
          options={free.map((field) => ({ value: field.key, label: field.label }))}
          onChange={(key: string | null) => {
            if (key) void save({ fields: { [key]: FRESH } });
          }}
        />
      )}
      {rows && edited && table && (
        <RowsDialog
          title={`${labelOf(rows.field)} · ${t(rows.part === "read_rows" ? "settings.readRows" : "settings.editRows")}`}
          table={table}
          start={edited[rows.part]}
          onClose={() => setRows(null)}
          onSave={(next) => save({ fields: { [rows.field]: { ...bare(edited), [rows.part]: next } } })}
        />
      )}
    </section>
  );
}

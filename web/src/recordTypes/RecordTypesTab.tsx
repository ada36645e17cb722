/** The record types of a table: by which field rows are told apart, and what each type shows, offers and wants. */
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/rights";
import type { Field, Table, WrittenTypes } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { FirstTable } from "../schema/NewTable";
import { TablePicker, useChosenTable } from "../settings/TablePicker";
import { StartingTypes } from "./StartingTypes";
import { TypeList } from "./TypeList";
import "./recordTypes.css";
import { useSaveTypes } from "./useSaveTypes";

export function RecordTypesTab() {
  const table = useChosenTable();
  if (!table) return <FirstTable />;
  return (
    <>
      <TablePicker tab="record-types" table={table} />
      <Types key={table.key} table={table} />
    </>
  );
}

function Types({ table }: { table: Table }) {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const { put, begin, attempt } = useSaveTypes(table);
  const written = table.record_types?.written ?? null;
  const fields = table.fields.filter((field) => field.type === "option" && !field.computed);
  const field = fields.find((one) => one.key === written?.field);

  const choose = (key: string) => {
    const next = () => attempt(() => put({ field: key, types: [] }));
    if (!written || (written.types.length === 0 && !written.defaults)) return void next();
    modal.confirm({
      title: t("recordTypes.changeField"),
      content: t("recordTypes.changeFieldHint"),
      okText: t("recordTypes.change"),
      onOk: next,
    });
  };
  const stop = () =>
    modal.confirm({
      title: t("recordTypes.stopTitle", { table: table.label }),
      content: t("recordTypes.stopHint"),
      okText: t("recordTypes.stop"),
      okButtonProps: { danger: true },
      onOk: () => attempt(() => put(null)),
    });
  const start = (
    <Button disabled={!member.builder} onClick={() => attempt(() => begin(t("recordTypes.fieldName")))}>
      {t("recordTypes.makeField", { field: t("recordTypes.fieldName") })}
    </Button>
  );

  return (
    <>
      <p className="gz-muted">{t("recordTypes.about")}</p>
      <div className="gz-settings-bar">
        <label htmlFor="type-field">{t("recordTypes.by")}</label>
        <Select
          id="type-field"
          className="gz-settings-table"
          placeholder={fields.length > 0 ? t("recordTypes.chooseField") : t("recordTypes.noField")}
          disabled={fields.length === 0}
          showSearch={{ optionFilterProp: "label" }}
          value={field?.key ?? null}
          options={fields.map((one) => ({ value: one.key, label: one.label }))}
          onChange={choose}
        />
        {field ? (
          <Button type="text" onClick={stop}>
            {t("recordTypes.stop")}
          </Button>
        ) : (
          start
        )}
      </div>
      {field && written ? (
        <Chosen table={table} field={field} written={written} roles={roles} />
      ) : (
        <Nothing title={t("recordTypes.none")} hint={t("recordTypes.noneHint")} />
      )}
    </>
  );
}

interface ChosenProps {
  table: Table;
  field: Field;
  written: WrittenTypes;
  roles: readonly { key: string; label: string }[];
}

function Chosen({ table, field, written, roles }: ChosenProps) {
  const { t } = useTranslation();
  const types = field.options.filter((option) => !option.archived);
  return (
    <>
      <TypeList table={table} field={field} written={written} roles={roles} />
      {types.length > 1 && roles.length > 0 && (
        <section className="gz-settings-section" aria-label={t("recordTypes.starting")}>
          <h2>{t("recordTypes.starting")}</h2>
          <p className="gz-muted">{t("recordTypes.startingHint")}</p>
          <StartingTypes table={table} types={types} written={written} roles={roles} />
        </section>
      )}
      {table.record_types?.allowed.length === 0 && types.length > 0 && (
        <Alert type="warning" showIcon title={t("recordTypes.nobody")} style={{ marginTop: 16 }} />
      )}
    </>
  );
}

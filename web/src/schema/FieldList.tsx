/** All fields of a table with what builders do to them: the way on phones, where no grid has headings, and to hidden columns. */
import { EllipsisOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Drawer, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { changeField } from "../api/schema";
import type { Table, View } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { isSystem } from "../record/layout";
import { FieldLabel } from "../ui/FieldLabel";
import { Sortable, SortableRow } from "../ui/Sortable";
import { FieldDrawer } from "./FieldDrawer";
import "./schema.css";
import { useFieldMenu } from "./useFieldMenu";
import { useStructure } from "./useStructure";

interface FieldListProps {
  table: Table;
  view: View | null;
  onClose: () => void;
}

export function FieldList({ table, view, onClose }: FieldListProps) {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const { message } = App.useApp();
  const refresh = useStructure();
  const phone = useIsPhone();
  const [adding, setAdding] = useState(false);
  const movable = table.fields.filter((field) => !isSystem(field)).map((field) => field.key);
  const order = async (ids: readonly string[], moved: string) => {
    try {
      await changeField(ws, table.key, moved, { position: ids.indexOf(moved) });
      await refresh();
    } catch (error) {
      message.error(sentence(error));
    }
  };
  const { items, dialogs } = useFieldMenu(table, view);
  return (
    <Drawer
      open
      title={t("schema.fieldsOf", { table: table.label })}
      size={phone ? "100%" : 480}
      onClose={onClose}
      extra={
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t("schema.newField")}
        </Button>
      }
    >
      <div className="gz-field-list">
        <Sortable ids={movable} onOrder={(ids, moved) => void order(ids, moved)}>
          {table.fields.map((field) => {
            const entries = items?.(field.key) ?? [];
            return (
              <SortableRow
                key={field.key}
                id={field.key}
                label={t("schema.moveField", { field: field.label })}
                disabled={isSystem(field)}
              >
                <FieldLabel field={field} />
                <span className="gz-muted gz-field-list-type">{t(`schema.types.${field.type}`)}</span>
                <Dropdown
                  trigger={["click"]}
                  menu={{
                    items: entries.map(({ key, label }) => ({ key, label })),
                    onClick: ({ key }) => entries.find((entry) => entry.key === key)?.act(),
                  }}
                >
                  <Button
                    type="text"
                    icon={<EllipsisOutlined aria-hidden />}
                    aria-label={t("schema.fieldMenu", { field: field.label })}
                  />
                </Dropdown>
              </SortableRow>
            );
          })}
        </Sortable>
      </div>
      {adding && (
        <FieldDrawer table={table} view={view} field={null} after={null} onClose={() => setAdding(false)} />
      )}
      {dialogs}
    </Drawer>
  );
}

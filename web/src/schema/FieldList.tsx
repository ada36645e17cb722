/** All fields of a table with what builders do to them: the way on phones, where no grid has headings, and to hidden columns. */
import { EllipsisOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Drawer, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Table, View } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { FieldLabel } from "../ui/FieldLabel";
import { FieldDrawer } from "./FieldDrawer";
import "./schema.css";
import { useFieldMenu } from "./useFieldMenu";

interface FieldListProps {
  table: Table;
  view: View | null;
  onClose: () => void;
}

export function FieldList({ table, view, onClose }: FieldListProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [adding, setAdding] = useState(false);
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
      <ul className="gz-field-list">
        {table.fields.map((field) => {
          const entries = items?.(field.key) ?? [];
          return (
            <li key={field.key}>
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
            </li>
          );
        })}
      </ul>
      {adding && (
        <FieldDrawer table={table} view={view} field={null} after={null} onClose={() => setAdding(false)} />
      )}
      {dialogs}
    </Drawer>
  );
}

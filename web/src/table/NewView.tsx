/** Adds a view of any type to a table, one's own until it is shared. */
import { PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import type { Field, Table, ViewSettings, ViewType } from "../api/types";
import { createView } from "../api/views";
import { tablesQuery } from "../api/workspace";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { isGroupable } from "../views/grouping";
import { VIEW_ICONS } from "./ViewTabs";

const TYPES: readonly ViewType[] = ["grid", "kanban", "calendar", "gallery", "form", "pivot"];

/** What a view of a type starts with; null where the table has no field for it. */
function settingsFor(table: Table, type: ViewType): ViewSettings | null {
  const first = (test: (field: Field) => boolean) => table.fields.find(test)?.key;
  const dated = (field: Field) => field.value_type === "date" || field.value_type === "datetime";
  switch (type) {
    case "kanban": {
      const stack =
        first((field) => field.type === "state") ?? first((field) => field.value_type === "option");
      return stack ? { stack } : null;
    }
    case "calendar": {
      const date = first((field) => dated(field) && !field.computed) ?? first(dated);
      return date ? { date } : null;
    }
    case "pivot": {
      const row = first((field) => isGroupable(field) && !dated(field));
      const figure = first((field) => field.value_type === "money");
      const measures = figure ? [{ op: "sum" as const, field: figure }] : [{ op: "count" as const }];
      return { pivot: { rows: row ? [{ field: row }] : [], columns: [], measures } };
    }
    case "gallery": {
      const cover = first((field) => field.type === "attachment");
      return cover ? { cover } : {};
    }
    default:
      return {};
  }
}

export function NewView({ table }: { table: Table }) {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const add = async (type: ViewType) => {
    const settings = settingsFor(table, type);
    if (!settings) return;
    try {
      const made = await createView(ws, table.key, { type, label: t(`table.type_${type}`), settings });
      await client.invalidateQueries({ queryKey: tablesQuery(ws).queryKey });
      await navigate(tableAddress(ws, table.key, made.key));
    } catch (error) {
      message.error(sentence(error), 6);
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: TYPES.map((type) => {
          const Icon = VIEW_ICONS[type];
          return {
            key: type,
            icon: <Icon aria-hidden />,
            label: t(`table.type_${type}`),
            disabled: settingsFor(table, type) === null,
          };
        }),
        onClick: ({ key }) => void add(key as ViewType),
      }}
    >
      <Button
        type="text"
        size="small"
        className="gz-view-menu"
        icon={<PlusOutlined aria-hidden />}
        aria-label={t("table.viewNew")}
        title={t("table.viewNew")}
      />
    </Dropdown>
  );
}

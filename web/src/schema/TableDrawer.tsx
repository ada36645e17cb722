/** What a table is called, where it stands, what names its rows, how they lie; and its way into the trash. */
import { Alert, App, Button, Drawer, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import { changeTable, type TableParts } from "../api/schema";
import type { Field, Table } from "../api/types";
import { homeAddress, tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { chosenIcon, NamedIcon, TABLE_ICONS } from "../ui/icons";
import { useFocusBack } from "../ui/useFocusBack";
import { DeleteTableDialog } from "./DeleteTableDialog";
import { useStructure } from "./useStructure";
import "./schema.css";

interface TableDrawerProps {
  table: Table;
  onClose: () => void;
}

interface TableDraft {
  label: string;
  icon: string | null;
  help: string;
  primary: string;
  parent: string | null;
  tree: string | null;
  order: string | null;
  ownership: string | null;
  /** The table it stands behind; null: it is the first. */
  behind: string | null;
}

const NAMING = new Set([
  "text",
  "autonumber",
  "phone",
  "email",
  "url",
  "number",
  "date",
  "option",
  "formula",
]);
const PARTS = ["label", "icon", "help", "primary", "parent", "tree", "order", "ownership"] as const;

const optionsOf = (fields: readonly Field[]) =>
  fields.map((field) => ({ value: field.key, label: field.label }));

export function TableDrawer({ table, onClose }: TableDrawerProps) {
  const { key: ws, tables, navigation } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const refresh = useStructure();
  useFocusBack();
  const loose =
    navigation.groups.find((group) => group.key === "others")?.items.map((item) => item.key) ?? [];
  const others = loose.filter((key) => key !== table.key);
  const [start] = useState<TableDraft>(() => ({
    label: table.label,
    icon: table.icon,
    help: table.help ?? "",
    primary: table.primary ?? "",
    parent: table.parent?.field ?? null,
    tree: table.tree ?? null,
    order: table.order ?? null,
    ownership: table.ownership ?? null,
    behind: loose[loose.indexOf(table.key) - 1] ?? null,
  }));
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [going, setGoing] = useState(false);
  const change = (part: Partial<TableDraft>) => setDraft((now) => ({ ...now, ...part }));

  const relations = table.fields.filter((field) => field.type === "relation");
  const own = (field: Field) => field.settings.table === table.key;

  const save = async () => {
    const parts: TableParts = {};
    for (const name of PARTS)
      if (draft[name] !== start[name])
        Object.assign(parts, { [name]: name === "help" ? draft.help.trim() || null : draft[name] });
    if (draft.behind !== start.behind) {
      const order = [...tables.keys()].filter((key) => key !== table.key);
      parts.position = draft.behind === null ? 0 : order.indexOf(draft.behind) + 1;
    }
    setBusy(true);
    setProblem(null);
    try {
      await changeTable(ws, table.key, parts);
      await refresh();
      message.success(t("schema.saved"));
      onClose();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };

  const chosen = (id: string, name: "parent" | "tree" | "order" | "ownership", fields: readonly Field[]) =>
    (fields.length > 0 || draft[name] !== null) && (
      <Form.Item label={t(`schema.table.${name}`)} htmlFor={id} extra={t(`schema.table.${name}Hint`)}>
        <Select
          id={id}
          allowClear
          value={draft[name]}
          placeholder={t("schema.table.none")}
          onChange={(key) => change({ [name]: key ?? null })}
          options={optionsOf(fields)}
        />
      </Form.Item>
    );

  return (
    <Drawer
      open
      size={480}
      title={t("schema.table.title", { table: table.label })}
      onClose={onClose}
      footer={
        <div className="gz-schema-foot">
          <Button danger type="text" className="gz-schema-going" onClick={() => setGoing(true)}>
            {t("schema.table.delete")}
          </Button>
          <Button onClick={onClose}>{t("schema.cancel")}</Button>
          <Button
            type="primary"
            loading={busy}
            disabled={!draft.label.trim() || JSON.stringify(draft) === JSON.stringify(start)}
            onClick={() => void save()}
          >
            {t("schema.save")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical" onFinish={() => void save()}>
        {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
        <Form.Item label={t("schema.tableName")} htmlFor="table-name" required>
          <Input
            id="table-name"
            autoFocus
            maxLength={100}
            value={draft.label}
            onChange={(event) => change({ label: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t("schema.table.icon")} htmlFor="table-icon">
          <Select
            id="table-icon"
            allowClear
            showSearch={{ optionFilterProp: "title" }}
            value={chosenIcon(draft.icon)}
            placeholder={t("schema.table.none")}
            onChange={(icon) => change({ icon: icon ?? null })}
            options={TABLE_ICONS.map((name) => ({
              value: name,
              title: t(`icons.${name as "home"}`),
              label: (
                <span className="gz-type-line">
                  <NamedIcon name={name} />
                  <span>{t(`icons.${name as "home"}`)}</span>
                </span>
              ),
            }))}
          />
        </Form.Item>
        <Form.Item label={t("schema.help")} htmlFor="table-help" extra={t("schema.table.helpHint")}>
          <Input.TextArea
            id="table-help"
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            value={draft.help}
            onChange={(event) => change({ help: event.target.value })}
          />
        </Form.Item>
        {loose.includes(table.key) && others.length > 0 && (
          <Form.Item label={t("schema.table.behind")} htmlFor="table-behind">
            <Select
              id="table-behind"
              value={draft.behind ?? ""}
              onChange={(key) => change({ behind: key || null })}
              options={[
                { value: "", label: t("schema.table.first") },
                ...others.map((key) => ({ value: key, label: tables.get(key)?.label ?? key })),
              ]}
            />
          </Form.Item>
        )}
        <Form.Item
          label={t("schema.table.primary")}
          htmlFor="table-primary"
          extra={t("schema.table.primaryHint")}
        >
          <Select
            id="table-primary"
            value={draft.primary || null}
            onChange={(primary) => change({ primary: primary ?? "" })}
            options={optionsOf(
              table.fields.filter((field) => NAMING.has(field.type) || field.key === draft.primary),
            )}
          />
        </Form.Item>
        {chosen(
          "table-parent",
          "parent",
          relations.filter((field) => !own(field)),
        )}
        {chosen("table-tree", "tree", relations.filter(own))}
        {chosen(
          "table-order",
          "order",
          table.fields.filter((field) => field.type === "number"),
        )}
        {chosen(
          "table-ownership",
          "ownership",
          table.fields.filter((field) => field.type === "member"),
        )}
      </Form>
      {going && (
        <DeleteTableDialog
          table={table}
          onClose={() => setGoing(false)}
          onGone={() => {
            const next = [...tables.keys()].find((key) => key !== table.key);
            onClose();
            navigate(next ? tableAddress(ws, next) : homeAddress(ws));
          }}
        />
      )}
    </Drawer>
  );
}

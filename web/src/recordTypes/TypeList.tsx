/** The types of a table in their order, in words: made, changed, moved, put out of use, deleted. */
import { EditOutlined, MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, Option, Table, WrittenTypes } from "../api/types";
import { Chip } from "../fields/Chip";
import { Sortable, SortableRow } from "../ui/Sortable";
import { withoutType } from "./draft";
import { TypeDrawer } from "./TypeDrawer";
import { choicesOf, useSaveTypes } from "./useSaveTypes";
import { useTypeWords } from "./useTypeWords";

interface TypeListProps {
  table: Table;
  field: Field;
  written: WrittenTypes;
  roles: readonly { key: string; label: string }[];
}

export function TypeList({ table, field, written, roles }: TypeListProps) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const wordsOf = useTypeWords(table, roles);
  const { put, choose, attempt } = useSaveTypes(table);
  const [editing, setEditing] = useState<Option | "new" | null>(null);
  const [order, setOrder] = useState<string[] | null>(null);
  // A field that a template protects is changed in its own drawer, unlocked with a reason.
  const fixed = Boolean(field.protected);
  const ids = order ?? field.options.map((option) => option.key);

  const reorder = async (keys: string[]) => {
    setOrder(keys);
    await attempt(async () => {
      const byKey = new Map(choicesOf(field).map((choice) => [choice.key, choice]));
      await choose(
        field,
        keys.flatMap((key) => byKey.get(key) ?? []),
      );
    });
    setOrder(null);
  };
  const archive = (key: string, archived: boolean) =>
    attempt(async () => {
      await choose(
        field,
        choicesOf(field).map((choice) => (choice.key === key ? { ...choice, archived } : choice)),
      );
    });
  const remove = (option: Option) =>
    modal.confirm({
      title: t("recordTypes.deleteTitle", { type: option.label }),
      content: t("recordTypes.deleteHint"),
      okText: t("recordTypes.delete"),
      okButtonProps: { danger: true },
      onOk: () =>
        attempt(async () => {
          await choose(
            field,
            choicesOf(field).filter((choice) => choice.key !== option.key),
          );
          const left = withoutType(written, option.key);
          if (left.types.length !== written.types.length || left.defaults !== written.defaults)
            await put(left);
        }),
    });
  const clear = (option: Option) => attempt(() => put(withoutType(written, option.key)));

  return (
    <div className="gz-types">
      <Sortable ids={ids} onOrder={(keys) => void reorder(keys)}>
        {ids.map((key) => {
          const option = field.options.find((one) => one.key === key);
          if (!option) return null;
          const lines = wordsOf(written.types.find((type) => type.key === key));
          return (
            <SortableRow
              key={key}
              id={key}
              className="gz-type-row"
              disabled={fixed}
              label={t("recordTypes.move", { type: option.label })}
            >
              <div className="gz-type-said">
                <div className="gz-type-name">
                  <Chip option={option} />
                  {option.archived && <Tag>{t("recordTypes.archived")}</Tag>}
                </div>
                {lines.length === 0 ? (
                  <span className="gz-muted">{t("recordTypes.plain")}</span>
                ) : (
                  <ul>
                    {lines.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                )}
              </div>
              <Button
                type="text"
                icon={<EditOutlined aria-hidden />}
                aria-label={t("recordTypes.edit", { type: option.label })}
                onClick={() => setEditing(option)}
              />
              <Dropdown
                trigger={["click"]}
                menu={{
                  items: [
                    {
                      key: "clear",
                      label: t("recordTypes.clear"),
                      disabled: lines.length === 0,
                      onClick: () => void clear(option),
                    },
                    {
                      key: "archive",
                      label: t(option.archived ? "recordTypes.restore" : "recordTypes.archive"),
                      disabled: fixed,
                      onClick: () => void archive(key, !option.archived),
                    },
                    {
                      key: "delete",
                      danger: true,
                      label: t("recordTypes.delete"),
                      disabled: fixed,
                      onClick: () => remove(option),
                    },
                  ],
                }}
              >
                <Button
                  type="text"
                  icon={<MoreOutlined aria-hidden />}
                  aria-label={t("recordTypes.more", { type: option.label })}
                />
              </Dropdown>
            </SortableRow>
          );
        })}
      </Sortable>
      {field.options.length === 0 && <p className="gz-muted">{t("recordTypes.empty")}</p>}
      <Button
        type="dashed"
        icon={<PlusOutlined aria-hidden />}
        disabled={fixed}
        title={fixed ? t("recordTypes.fixed") : ""}
        onClick={() => setEditing("new")}
      >
        {t("recordTypes.add")}
      </Button>
      {fixed && <p className="gz-muted">{t("recordTypes.fixed")}</p>}
      {editing && (
        <TypeDrawer
          table={table}
          field={field}
          written={written}
          roles={roles}
          option={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

/** The lines of a record (rows of its sub-table), edited in place; totals follow from what the server answers. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import type { Field, RecordWithRights, Table, Values } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { asRows, isWritable, toWire, uiOf } from "../fields";
import { Sortable, SortableLine } from "../ui/Sortable";
import { InlineEdit } from "./InlineEdit";
import { LineFoot } from "./LineFoot";
import { LineHead } from "./LineHead";
import { lineColumns } from "./lineColumns";
import { depthsOf, renumbered } from "./lineOrder";
import { NewLine } from "./NewLine";
import { fieldOfType } from "./recordTypes";
import { overtaken } from "./useSaveField";
import "./lines.css";

interface LinesProps {
  parent: Table;
  field: Field;
  record: RecordWithRights;
  titled: boolean;
}

export function Lines({ field, record, titled }: LinesProps) {
  const { key: ws, tables, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const writes = useWrites(ws, "lines");
  const [adding, setAdding] = useState(false);
  const id = useId();
  const child = tables.get(field.settings.table ?? "");
  const link = field.settings.field ?? "";
  const columns = useMemo(() => (child ? lineColumns(child, link) : []), [child, link]);
  if (!child) return null;
  const types = child.record_types;
  const rows = asRows(record.values[field.key]);
  const context = contextOf(child.key);
  const canEdit = record.allowed.edit;
  const depths = depthsOf(child, rows);
  const order = child.fields.find((one) => one.key === child.order);
  const movable =
    canEdit && child.allowed.edit && order !== undefined && isWritable(order) && rows.length > 1;

  const put = async (ids: readonly string[]) => {
    if (!order) return;
    const changed = renumbered(rows, ids.map(Number), order.key);
    try {
      await writes.patch(
        child.key,
        changed.map(({ line, place }) => ({
          id: line.id,
          version: line.version,
          values: { [order.key]: String(place) },
        })),
      );
    } catch (error) {
      message.error(sentence(error));
    }
  };

  const remove = async (line: number) => {
    try {
      await writes.remove(child.key, [line]);
    } catch (error) {
      message.error(sentence(error));
    }
  };

  return (
    <div className="gz-lines">
      {titled && <div className="gz-field-name">{field.label}</div>}
      <div className="gz-lines-scroll">
        <Sortable ids={rows.map((line) => String(line.id))} onOrder={(ids) => void put(ids)}>
          <table aria-label={field.label}>
            <LineHead columns={columns} idOf={(column) => `${id}-${column.key}`} />
            <tbody>
              {rows.map((line) => (
                <SortableLine key={line.id} id={String(line.id)}>
                  {(grip) => (
                    <>
                      {columns.map((column, at) => (
                        <td
                          key={column.key}
                          data-align={uiOf(column).align}
                          {...(at === 0 && depths.get(line.id)
                            ? { style: { paddingInlineStart: 4 + 20 * (depths.get(line.id) ?? 0) } }
                            : {})}
                        >
                          <InlineEdit
                            field={fieldOfType(types, column, types ? line.values[types.field] : null)}
                            value={line.values[column.key]}
                            context={context}
                            record={line.id}
                            canEdit={canEdit && child.allowed.edit}
                            labelledBy={`${id}-${column.key}`}
                            save={async (value, base) => {
                              const seen: Values = base === undefined ? {} : { [column.key]: base };
                              const lost = overtaken({ [column.key]: value }, seen, line.values);
                              if (lost) throw lost;
                              await writes.patch(child.key, [
                                {
                                  id: line.id,
                                  version: line.version,
                                  values: toWire({ [column.key]: value }, child.fields),
                                },
                              ]);
                            }}
                          />
                        </td>
                      ))}
                      <td className="gz-lines-act">
                        {movable && grip(t("record.moveLine"))}
                        {canEdit && child.allowed.delete && (
                          <Button
                            type="text"
                            size="small"
                            icon={<DeleteOutlined aria-hidden />}
                            aria-label={t("record.deleteLine")}
                            onClick={() => remove(line.id)}
                          />
                        )}
                      </td>
                    </>
                  )}
                </SortableLine>
              ))}

              {adding && (
                <NewLine
                  table={child}
                  link={link}
                  parent={record.id}
                  columns={columns}
                  onDone={() => setAdding(false)}
                />
              )}
              {rows.length === 0 && !adding && (
                <tr>
                  <td colSpan={columns.length + 1} className="gz-muted gz-lines-none">
                    {t("record.linesEmpty")}
                  </td>
                </tr>
              )}
            </tbody>
            <LineFoot columns={columns} rows={rows} />
          </table>
        </Sortable>
      </div>
      {canEdit && child.allowed.create && !adding && (
        <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t("record.addLine")}
        </Button>
      )}
    </div>
  );
}

/** A month as weeks of days: records on their day, dragged to another one, new ones made where they belong. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { paintClass } from "../fields/palette";
import { useLit } from "../live/lit";
import { FieldValue, useTitleOf } from "../ui/FieldValue";
import type { CardFields } from "./cardFields";
import { weeksOf } from "./month";

const SHOWN = 3;

interface MonthGridProps {
  table: Table;
  month: string;
  days: ReadonlyMap<string, readonly Row[]>;
  fields: CardFields;
  onOpen: (id: number) => void;
  onNew: ((day: string) => void) | null;
  /** Null where the day of a record cannot be changed here. */
  /** `held` is the day that it was taken from: what lasts stands on several. */
  onMove: ((row: Row, day: string, held: string) => void) | null;
}

export function MonthGrid({ table, month, days, fields, onOpen, onNew, onMove }: MonthGridProps) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<{ row: Row; day: string } | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const weekday = new Intl.DateTimeFormat(display.locale, { weekday: "short", timeZone: "UTC" });
  const full = new Intl.DateTimeFormat(display.locale, { dateStyle: "full", timeZone: "UTC" });
  const weeks = weeksOf(month);

  const entry = (row: Row, day: string) => (
    <Entry
      key={row.id}
      table={table}
      row={row}
      fields={fields}
      onOpen={onOpen}
      onDrag={onMove ? (held) => setDragged(held ? { row, day } : null) : null}
    />
  );
  const target = (day: string) =>
    onMove && dragged
      ? {
          onDragOver: (event: DragEvent) => {
            event.preventDefault();
            setOver(day);
          },
          onDrop: (event: DragEvent) => {
            event.preventDefault();
            setOver(null);
            setDragged(null);
            if (day !== dragged.day) onMove(dragged.row, day, dragged.day);
          },
        }
      : {};

  return (
    <div className="gz-month">
      <div className="gz-month-week gz-month-names" aria-hidden>
        {weeks[0]?.map((day) => (
          <span key={day}>{weekday.format(new Date(`${day}T00:00:00Z`))}</span>
        ))}
      </div>
      {weeks.map((week) => (
        <div key={week[0]} className="gz-month-week">
          {week.map((day) => {
            const rows = days.get(day) ?? [];
            const named = full.format(new Date(`${day}T00:00:00Z`));
            const shown = rows.length > SHOWN + 1 ? rows.slice(0, SHOWN) : rows;
            return (
              <section
                key={day}
                className="gz-month-day"
                aria-label={named}
                data-today={day === display.today}
                data-outside={day.slice(0, 7) !== month.slice(0, 7)}
                data-over={over === day}
                {...target(day)}
              >
                <div className="gz-month-day-head">
                  <span className="gz-month-number">{Number(day.slice(8))}</span>
                  {onNew && (
                    <Button
                      type="text"
                      size="small"
                      className="gz-month-new"
                      icon={<PlusOutlined aria-hidden />}
                      aria-label={t("table.newOn", { day: named })}
                      onClick={() => onNew(day)}
                    />
                  )}
                </div>
                {shown.map((row) => entry(row, day))}
                {rows.length > shown.length && (
                  <Popover
                    trigger="click"
                    title={named}
                    content={<div className="gz-month-all">{rows.map((row) => entry(row, day))}</div>}
                  >
                    <button type="button" className="gz-plain-button gz-month-more">
                      {t("table.moreOfDay", { count: rows.length - shown.length })}
                    </button>
                  </Popover>
                )}
              </section>
            );
          })}
        </div>
      ))}
    </div>
  );
}

interface EntryProps {
  table: Table;
  row: Row;
  fields: CardFields;
  onOpen: (id: number) => void;
  onDrag: ((held: boolean) => void) | null;
}

function Entry({ table, row, fields, onOpen, onDrag }: EntryProps) {
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const lit = useLit(table.key, row.id);
  const title = titleOf(table, row.values) || t("record.untitled");
  return (
    <button
      type="button"
      className={`gz-plain-button gz-month-entry${lit ? " gz-lit" : ""}${paintClass(row.color)}`}
      title={title}
      draggable={onDrag !== null}
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", title);
        event.dataTransfer.effectAllowed = "move";
        onDrag?.(true);
      }}
      onDragEnd={() => onDrag?.(false)}
      onClick={() => onOpen(row.id)}
    >
      <span className="gz-month-title">{title}</span>
      {fields.chip && <FieldValue field={fields.chip} value={row.values[fields.chip.key]} />}
    </button>
  );
}

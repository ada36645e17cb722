/** The records of a month: on the days of its weeks, on a phone listed by day. */
import { LeftOutlined, RightOutlined, ScheduleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition, Draft, Field, Row, Table, View } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { addDays, addMonths, instantOf, isWritable, wallOf } from "../fields";
import { both } from "../filter/model";
import { Failure } from "../ui/Failure";
import { useTitleOf } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import "./calendar.css";
import { cardFields } from "./cardFields";
import { MonthGrid } from "./MonthGrid";
import { MoveDay } from "./MoveDay";
import { MoveForm } from "./MoveForm";
import { between, daysBetween, spanOf } from "./month";
import type { ViewProps } from "./props";
import { RecordCard } from "./RecordCard";
import { type Move, type Places, useMoves } from "./useMoves";
import { useRows } from "./useRows";

export function CalendarView(props: ViewProps) {
  const { t } = useTranslation();
  const { table, view } = props;
  const dated = ["date", "datetime"];
  const field =
    table.fields.find((one) => one.key === view?.settings.date) ??
    table.fields.find((one) => dated.includes(one.value_type) && !one.computed);
  return field ? <Month {...props} field={field} /> : <div className="gz-nothing">{t("table.noDate")}</div>;
}

function Month({
  table,
  view,
  query,
  narrowed,
  control,
  onOpen,
  onNew,
  field,
}: ViewProps & { field: Field }) {
  const { key: ws, display, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const thisMonth = `${display.today.slice(0, 7)}-01`;
  const [month, setMonth] = useState(thisMonth);
  const phone = useIsPhone();
  const titleOf = useTitleOf();
  const [moving, setMoving] = useState<Row | null>(null);
  const [firstDay, lastDay] = phone ? [month, addDays(addMonths(month, 1), -1)] : spanOf(month);
  const end = useMemo(() => endField(table, view, field), [table, view, field]);
  const fields = useMemo(() => {
    const found = cardFields(table, view);
    return { ...found, figures: found.figures.filter((one) => one.key !== field.key) };
  }, [table, view, field.key]);
  const keys = useMemo(
    () => [
      ...new Set([
        table.primary,
        field.key,
        ...(end ? [end.key] : []),
        ...(fields.chip ? [fields.chip.key] : []),
        ...fields.figures.map((one) => one.key),
      ]),
    ],
    [table.primary, field.key, end, fields],
  );
  const ranged = useMemo(
    () => ({
      ...query,
      sort: field.key,
      filter: both(query.filter, within(field, end, firstDay, lastDay, display.timezone)),
    }),
    [query, field, end, firstDay, lastDay, display.timezone],
  );
  const { rows, isPending, error, hasMore, isLoadingMore, more, refetch } = useRows(
    ws,
    table.key,
    ranged,
    keys,
    200,
  );
  const places = useMemo(
    () => dayPlaces(field, display.locale, display.timezone),
    [field, display.locale, display.timezone],
  );
  const { moves, wanting, move, cancel } = useMoves(ws, table, places);
  const days = useMemo(
    () =>
      byDay(
        rows,
        { places, end, moves, first: firstDay, last: phone ? firstDay : lastDay },
        display.timezone,
      ),
    [rows, places, end, moves, firstDay, lastDay, phone, display.timezone],
  );
  /** What ends later moves with what begins later. */
  const along = ({ row, from, to }: Move): Draft => {
    const value = end && isWritable(end) ? row.values[end.key] : null;
    if (!end || typeof value !== "string") return {};
    return {
      [end.key]: onDay(
        end,
        addDays(dayOf(row, end, display.timezone), between(from, to)),
        value,
        display.timezone,
      ),
    };
  };
  const movable = table.allowed.edit && isWritable(field);
  const named = new Intl.DateTimeFormat(display.locale, { year: "numeric", month: "long", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(display.locale, { weekday: "short", timeZone: "UTC" });

  return (
    <div className="gz-calendar">
      <div className="gz-calendar-head">
        <Button
          type="text"
          icon={<LeftOutlined aria-hidden />}
          aria-label={t("table.previousMonth")}
          onClick={() => setMonth(addMonths(month, -1))}
        />
        <h2 className="gz-tabular">{named.format(new Date(`${month}T00:00:00Z`))}</h2>
        <Button
          type="text"
          icon={<RightOutlined aria-hidden />}
          aria-label={t("table.nextMonth")}
          onClick={() => setMonth(addMonths(month, 1))}
        />
        <Button disabled={month === thisMonth} onClick={() => setMonth(thisMonth)}>
          {t("table.today")}
        </Button>
        <span className="gz-muted">{field.label}</span>
      </div>
      {isPending ? <Waiting rows={8} /> : null}
      {error ? <Failure error={error} retry={refetch} /> : null}
      {!phone && !isPending && !error && (
        <MonthGrid
          table={table}
          month={month}
          days={new Map(days)}
          fields={fields}
          onOpen={onOpen}
          onNew={onNew ? (day) => onNew({ [field.key]: onDay(field, day, null, display.timezone) }) : null}
          onMove={
            movable
              ? (row, day, held) => {
                  const from = places.of(row);
                  const moved = { row, from, to: addDays(from, between(held, day)), spot: null };
                  void move(moved, along(moved));
                }
              : null
          }
        />
      )}
      {phone && !isPending && !error && rows.length === 0 && (
        <div className="gz-nothing">
          <h2>{narrowed ? t("table.noneTitle") : t("table.monthEmpty")}</h2>
          <div className="gz-nothing-actions">
            {narrowed && (
              <Button onClick={() => control.change({ filter: null, q: "" })}>
                {t("table.clearFilters")}
              </Button>
            )}
            {onNew && <Button onClick={() => onNew()}>{t("table.newRecord", { table: table.label })}</Button>}
          </div>
        </div>
      )}
      {(phone ? days : []).map(([day, items]) => (
        <section key={day} className="gz-calendar-day" data-today={day === display.today}>
          <h3>
            <span className="gz-calendar-number">{Number(day.slice(8))}</span>
            <span className="gz-muted">
              {day === display.today ? t("table.today") : weekday.format(new Date(`${day}T00:00:00Z`))}
            </span>
          </h3>
          <div className="gz-calendar-items">
            {items.map((row) => (
              <div key={row.id} className="gz-calendar-item">
                <RecordCard table={table} row={row} fields={fields} onOpen={onOpen} />
                {movable && (
                  <Button
                    type="text"
                    icon={<ScheduleOutlined aria-hidden />}
                    aria-label={t("table.moveDay", {
                      name: titleOf(table, row.values) || t("record.untitled"),
                    })}
                    onClick={() => setMoving(row)}
                  />
                )}
              </div>
            ))}
          </div>
        </section>
      ))}
      {hasMore && (
        <Button loading={isLoadingMore} onClick={more} style={{ alignSelf: "center" }}>
          {t("table.loadMore")}
        </Button>
      )}
      {moving && (
        <MoveDay
          title={t("table.moveDay", { name: titleOf(table, moving.values) || t("record.untitled") })}
          label={field.label}
          day={places.of(moving)}
          onMove={(to) => {
            const moved = { row: moving, from: places.of(moving), to, spot: null };
            setMoving(null);
            void move(moved, along(moved));
          }}
          onCancel={() => setMoving(null)}
        />
      )}
      {wanting && (
        <MoveForm
          table={table}
          wanting={wanting}
          label={places.name(wanting.move.to)}
          context={contextOf(table.key)}
          onSave={(values) => move(wanting.move, { ...along(wanting.move), ...values })}
          onCancel={cancel}
        />
      )}
    </div>
  );
}

const MORNING = "09:00:00";

/** The value that puts a record on a day; an instant keeps its time of day. */
function onDay(field: Field, day: string, value: unknown, timezone: string): string {
  if (field.value_type !== "datetime") return day;
  const time = typeof value === "string" ? wallOf(value, timezone)?.time : undefined;
  return instantOf(day, time ?? MORNING, timezone);
}

/** The days of a month as places that records move between. */
const dayPlaces = (field: Field, locale: string, timezone: string): Places => {
  const named = new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", timeZone: "UTC" });
  return {
    field,
    source: "calendar",
    of: (row) => dayOf(row, field, timezone),
    name: (day) => (day ? named.format(new Date(`${day}T00:00:00Z`)) : ""),
    value: (row, day) => onDay(field, day, row.values[field.key], timezone),
    may: (from, to) => from !== to,
    arranged: null,
  };
};

function dayOf(row: Row, field: Field, timezone: string): string {
  const value = row.values[field.key];
  if (typeof value !== "string") return "";
  return field.value_type === "datetime" ? (wallOf(value, timezone)?.date ?? "") : value;
}

/** The field that says until when a record lasts, where the view has one. */
function endField(table: Table, view: View | null, field: Field): Field | null {
  const end = table.fields.find((one) => one.key === view?.settings.end_date);
  return end && end.key !== field.key && ["date", "datetime"].includes(end.value_type) ? end : null;
}

/** What begins on these days, or began before and lasts into them. */
function within(field: Field, end: Field | null, first: string, last: string, timezone: string): Condition {
  const at = (one: Field, day: string, time: string) =>
    one.value_type === "datetime" ? instantOf(day, time, timezone) : day;
  const from = at(field, first, "00:00:00");
  const to = at(field, last, "23:59:59");
  const begins: Condition = { field: field.key, op: "between", value: [from, to] };
  if (!end) return begins;
  const before: Condition = { field: field.key, op: "<", value: from };
  return { or: [begins, { and: [before, { field: end.key, op: ">=", value: at(end, first, "00:00:00") }] }] };
}

interface Spread {
  places: Places;
  end: Field | null;
  moves: ReadonlyMap<number, Move>;
  /** The days that are shown: what lasts longer stands on each of them. */
  first: string;
  last: string;
}

function byDay(rows: readonly Row[], spread: Spread, timezone: string): [string, Row[]][] {
  const { places, end, moves, first, last } = spread;
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const begun = places.of(row);
    if (!begun) continue;
    const day = moves.get(row.id)?.to ?? begun;
    const until = end ? addDays(dayOf(row, end, timezone) || begun, between(begun, day)) : day;
    const shown = daysBetween(day < first && until >= first ? first : day, until < last ? until : last);
    for (const one of shown.length > 0 ? shown : [day]) days.set(one, [...(days.get(one) ?? []), row]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}

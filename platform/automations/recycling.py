"""What happens when a timer falls due: once per record, at the first sweep after the day is over (C4, C8, S9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..core.context import Source
from ..core.errors import Refusal
from ..fields.conditions import And, Not, Or, Test
from ..fields.fieldtype import is_empty
from ..fields.spec import FieldSpec
from ..tables import records
from ..tables.changes import ownership
from ..tables.changes.ownership import Cause, Kind
from ..tables.queries import reading
from ..tables.queries.selection import restricted
from ..tables.records import RowUpdate
from ..tables.storage import Row
from ..tables.system import RECORD_ID
from ..tables.timers.definition import Into, Timer
from ..tables.timers.reckoning import floors_of, reckon
from .acting import acting
from .flows import notices

if TYPE_CHECKING:
    from ..tables.transaction import Tx

AT_ONCE = 500  #: records of one timer that fall due in one sweep, or somewhat more; the next one takes the rest


def sweep(tx: Tx) -> int:
    """Do what is due today on every timer, and remind of what will be; how many records fell due. Doing it twice changes
    nothing the second time."""
    done = 0
    for timer in tx.catalogue.timers.all:
        done += _sweep(tx, timer) if timer.on_due else 0
        if timer.remind is not None:
            _remind(tx, timer, timer.remind)
    return done


def overdue(tx: Tx) -> bool:
    """Whether a sweep may find something to do today: a record whose day is over, and which is not known to pause."""
    for timer in tx.catalogue.timers.all:
        table, reason = tx.catalogue.by_id[timer.table], (timer.reason.id,)
        pauses = tuple(pause.key for pause in timer.pauses)
        running = Or((Test(reason, "empty", type="text"), Not(Test(reason, "in", pauses, "text"))))
        found = restricted(tx, table).where(And((_over(tx, timer), running))).ids().limit(1)
        if timer.on_due and tx.connection.execute(found).first() is not None:
            return True
    return False


def _sweep(tx: Tx, timer: Timer) -> int:
    table = tx.catalogue.by_id[timer.table]
    with acting(tx, Source.AUTOMATION, table.key, (), system=True):
        selection = restricted(tx, table).where(_over(tx, timer))
        order, last, done = selection.base.c.id, 0, 0
        while done < AT_ONCE:  # those that a pause or a lock keeps are passed by: they must not keep the others
            part = selection.ids().where(order > last).order_by(order).limit(AT_ONCE)
            found = tx.connection.execute(part).scalars().all()
            rows = list(tx.catalogue.storage.rows(tx.connection, table, found).values())
            reckoned = reckon(tx, timer, rows, floors_of(tx, timer, found))
            for row, one in zip(rows, reckoned, strict=True):
                if one.due is not None and one.due < tx.ctx.today and one.paused is None:
                    done += _fall(tx, timer, row, one.criterion)
            if len(found) < AT_ONCE:
                break
            last = found[-1]
    return done


def _fall(tx: Tx, timer: Timer, row: Row, criterion: str | None) -> int:
    """One record, refused or not by itself: a lock or a rule that stands against it leaves it to the next sweep."""
    table = tx.catalogue.by_id[timer.table]
    values, pool = dict(timer.on_due), None
    if timer.into is not None:
        pool = row.get(timer.into.field.id)
        if pool is None and (pool := _place(tx, timer.into, row)) is not None:
            values[timer.into.field.key] = pool
    try:
        with tx.attempt(), ownership.because(tx, Cause(criterion, pool, Kind.RECYCLE)):
            records.update(tx, table.key, [RowUpdate(row[RECORD_ID.id], values)], answer=False)
    except Refusal:
        return 0
    return 1


def _place(tx: Tx, into: Into, row: Row) -> int | None:
    """The row that a record goes to; None where there is none (S4)."""
    target = tx.catalogue.by_id[into.field.options["table"]]
    wanted = [(far, value) for far, value in into.fixed] + [(far, row.get(own.id)) for far, own in into.same]
    if any(is_empty(value) for _, value in wanted):
        return None
    tests = And(tuple(Test((far.id,), "=", value, far.type) for far, value in wanted))
    selection = restricted(tx, target).where(tests)
    return tx.connection.execute(selection.ids().order_by(selection.base.c.id).limit(1)).scalar()


def _over(tx: Tx, timer: Timer) -> And:
    """Records whose day is over; a day is its owner's to its end (C4)."""
    return And((Test((timer.due.id,), "<", tx.ctx.today, "date"), Test((timer.owner.id,), "not_empty", type="member")))


def _remind(tx: Tx, timer: Timer, field: FieldSpec) -> None:
    """Tell owners some days before, once per record, due day and number of days; another due day reminds anew (S8)."""
    rules = tx.catalogue.by_id[timer.rules]
    stored = tx.catalogue.storage.rows(tx.connection, rules, tx.catalogue.storage.all_ids(tx.connection, rules))
    before = {id_: days for id_, row in stored.items() if (days := _days(row.get(field.id)))}
    furthest = max((days[-1] for days in before.values()), default=None)
    if furthest is None:
        return
    table, today = tx.catalogue.by_id[timer.table], tx.ctx.today
    span = (today, today + timedelta(days=furthest))
    with acting(tx, Source.AUTOMATION, table.key, (), system=True):
        selection = restricted(tx, table).where(Test((timer.due.id,), "between", span, "date"))
        found = tx.connection.execute(selection.ids().order_by(selection.base.c.id)).scalars().all()
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        rows = list(tx.catalogue.storage.rows(tx.connection, table, part).values())
        labels = reading.labels(tx, table, set(part), raw=True)
        for row, one in zip(rows, reckon(tx, timer, rows, floors_of(tx, timer, part)), strict=True):
            if one.due is None or one.paused is not None or one.rule not in before:
                continue
            left = (one.due - today).days
            reached = [days for days in before[one.rule] if left <= days]
            if left >= 0 and reached:
                _tell(tx, timer, row, labels.get(row[RECORD_ID.id], ""), one.due, reached[0])


def _tell(tx: Tx, timer: Timer, row: Row, label: str, due: date, days: int) -> None:
    record = row[RECORD_ID.id]
    text = {
        "zh-CN": f"“{label}”将在 {due} 结束后自动处理（{timer.label['zh-CN']}）",
        "en": f"“{label}” falls due at the end of {due} ({timer.label['en']})",
    }
    key = f"timer:{timer.table}:{timer.key}:{record}:{due}:{days}"
    notices.tell(tx, [row[timer.owner.id]], text, key, kind="timer", table=timer.table, record=record)


def _days(text: object) -> list[int]:
    """`3,1` as days in order, the nearest first."""
    if not isinstance(text, str):
        return []
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return sorted({int(part) for each in parts if (part := each.strip()).isdecimal() and len(part) < 5})

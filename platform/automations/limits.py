"""How much one person may take by a button, and how soon: counted from the ownership log, never from a counter (S10, E32).

The figures stand in a row that the record points to (its pool) and in the definition; of two caps for the same thing both hold,
so the smaller one decides. What was taken today and given back still counts, since the log forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal
from ..fields.fieldtype import is_empty
from ..tables import models
from ..tables.catalogue import TableSpec
from ..tables.changes.ownership import Kind
from ..tables.rules import predicates
from ..tables.storage import Row, chunks
from ..tables.system import CREATED_AT, RECORD_ID
from . import definitions, messages
from .definitions import Limits, said

if TYPE_CHECKING:
    from ..tables.transaction import Tx

#: Refusals that say that the person may take no more, whatever the record.
CAPS = frozenset({messages.HOLDS_TOO_MANY.code, messages.TOO_MANY_TODAY.code})

_log = models.ownership_log.c


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question: may this person take this record?"""

    tx: Tx
    table: TableSpec
    limits: Limits
    row: Row
    who: int
    pool: tuple[TableSpec, Row] | None  #: the row with the figures, where the record points to one
    label: str | None

    def figure(self, key: str | None) -> int | None:
        """A number of days or records in the pool's row; None where there is none."""
        if key is None or self.pool is None:
            return None
        spec = self.pool[0].by_key.get(key)
        value = None if spec is None else self.pool[1].get(spec.id)
        return int(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None

    def flag(self, key: str) -> bool:
        spec = None if self.pool is None else self.pool[0].by_key.get(key)
        return spec is not None and self.pool is not None and self.pool[1].get(spec.id) is True

    @property
    def pool_id(self) -> int | None:
        return None if self.pool is None else self.pool[1][RECORD_ID.id]

    @property
    def exempt(self) -> bool:
        """Whether the person looks after the pool: then only the cap of what they hold counts."""
        spec = None if self.pool is None or self.limits.exempt is None else self.pool[0].by_key.get(self.limits.exempt)
        value = None if spec is None or self.pool is None else self.pool[1].get(spec.id)
        return isinstance(value, tuple) and self.who in value


def objection(
    tx: Tx, table: TableSpec, button: definitions.Button, row: Row, inputs: Mapping[str, Any]
) -> Problem | None:
    """Why the record may not be taken now, and when it may be; None where nothing stands against it."""
    limits = button.limits
    if limits is None:
        return None
    who = tx.ctx.actor.member if limits.who is None else inputs.get(limits.who)
    if not isinstance(who, int) or row.get(_owner(table)) == who:
        return None
    asked = _Asked(tx, table, limits, row, who, pool_of(tx, table, limits, row), said(button.label, tx.ctx.locale))
    problem = _held(asked)
    if problem is not None or asked.exempt:
        return problem
    return _daily(asked) or _previous(asked) or _fresh(asked)


def check_given(tx: Tx, table: TableSpec, ids: Iterable[int]) -> None:
    """Whoever this request gave some of these records by hand holds no more than what may be assigned to them by the table's
    button for it (S11): an owner chosen in a cell is the same as the button. Asked after the write; raises `Refusal`."""
    button = next((one for one in definitions.buttons_of(tx, table) if one.limits and one.limits.who is not None), None)
    if table.ownership is None or button is None or button.limits is None:
        return
    members: dict[int, int] = {}
    for part in chunks(ids):
        given = sa.select(_log.record, _log.to_member).where(
            _log.table_id == table.id,
            _log.record.in_(part),
            _log.batch == tx.ctx.batch,
            _log.to_member.is_not(None),
            _log.kind != Kind.CREATE.value,
        )
        members.update({row.record: row.to_member for row in tx.connection.execute(given)})
    stored = tx.catalogue.storage.rows(tx.connection, table, members)
    asked: dict[tuple[int, int | None], list[_Asked]] = {}
    for id_, who in members.items():
        pool = pool_of(tx, table, button.limits, stored[id_])
        one = _Asked(tx, table, button.limits, stored[id_], who, pool, said(button.label, tx.ctx.locale))
        asked.setdefault((who, one.pool_id), []).append(one)
    problems = [problem for ones in asked.values() if (problem := _held(ones[0], given=len(ones))) is not None]
    if problems:
        raise Refusal([problem.at(field=table.ownership.key) for problem in problems])


def pool_of(tx: Tx, table: TableSpec, limits: Limits, row: Row) -> tuple[TableSpec, Row] | None:
    """The row that the record's relation leads to."""
    spec = None if limits.pool is None else table.by_key.get(limits.pool)
    value = None if spec is None else row.get(spec.id)
    if spec is None or is_empty(value) or not isinstance(value, int):
        return None
    target = tx.catalogue.by_id[spec.options["table"]]
    found = tx.catalogue.storage.rows(tx.connection, target, [value]).get(value)
    return None if found is None else (target, found)


# -- inside ------------------------------------------------------------------------------------------------------------


def _held(asked: _Asked, given: int = 0) -> Problem | None:
    """What the person holds of what was taken or given to them: records of their own making do not count. `given` of them are
    theirs already by this request; without that, one more is asked for."""
    caps = _caps(asked, asked.limits.held_most, asked.limits.held_cap)
    if not caps:
        return None
    held = _holdings(asked)
    for pool, cap in caps:
        count = sum(1 for of in held.values() if pool is None or of == pool)
        before, wanted = count - given, given or 1
        if before >= cap:
            return Problem(messages.HOLDS_TOO_MANY, {"label": asked.label, "count": before, "most": cap})
        if before + wanted > cap:
            words = {"label": asked.label, "left": cap - before, "chosen": wanted}
            return Problem(messages.TOO_MANY_CHOSEN, words)
    return None


def _holdings(asked: _Asked) -> dict[int, int | None]:
    """The records that are the person's by the last line of their log, each with the pool it came from."""
    tx, later = asked.tx, models.ownership_log.alias("later")
    newer = sa.exists().where(later.c.table_id == _log.table_id, later.c.record == _log.record, later.c.id > _log.id)
    statement = sa.select(_log.record, _log.pool).where(
        _log.table_id == asked.table.id, _log.to_member == asked.who, _log.kind != Kind.CREATE.value, ~newer
    )
    found: dict[int, int | None] = {row.record: row.pool for row in tx.connection.execute(statement)}
    stored = tx.catalogue.storage.rows(tx.connection, asked.table, found)
    rows = [stored[id_] for id_ in found if id_ in stored]  # what lies in the trash is nobody's
    limits = asked.limits
    if limits.skip is not None and (limits.skip_flag is None or asked.flag(limits.skip_flag)):
        left_out = predicates.holding(tx, definitions.condition(tx, asked.table, limits.skip), rows)
        rows = [row for row, skipped in zip(rows, left_out, strict=True) if not skipped]
    return {row[RECORD_ID.id]: found[row[RECORD_ID.id]] for row in rows}


def _daily(asked: _Asked) -> Problem | None:
    """What the person has claimed since the day began where the workspace is."""
    tx = asked.tx
    begins = _midnight(tx, tx.ctx.today)
    for pool, cap in _caps(asked, asked.limits.daily_most, asked.limits.daily_cap):
        statement = sa.select(sa.func.count()).where(
            _log.to_member == asked.who,
            _log.at >= begins,
            _log.table_id == asked.table.id,
            _log.kind == Kind.CLAIM.value,
        )
        if pool is not None:
            statement = statement.where(_log.pool == pool)
        count = tx.connection.execute(statement).scalar_one()
        if count >= cap:
            when = tx.ctx.today + timedelta(days=1)
            return Problem(messages.TOO_MANY_TODAY, {"label": asked.label, "count": count, "most": cap, "when": when})
    return None


def _previous(asked: _Asked) -> Problem | None:
    """Whoever has let a record go waits, counted from that day."""
    days = asked.figure(asked.limits.previous)
    if not days:
        return None
    at = _last(asked, _log.from_member == asked.who, _log.to_member.is_(None))
    return _not_before(asked, messages.LET_GO_LATELY, at, days)


def _fresh(asked: _Asked) -> Problem | None:
    """What has just come into a pool stays there for some days, counted from the day it came."""
    days = asked.figure(asked.limits.fresh)
    if not days:
        return None
    came = _last(asked, _log.to_member.is_(None)) or asked.row.get(CREATED_AT.id)
    return _not_before(asked, messages.CAME_LATELY, came, days)


def _not_before(asked: _Asked, message: Any, at: datetime | None, days: int) -> Problem | None:
    if at is None:
        return None
    when = at.astimezone(asked.tx.ctx.zone).date() + timedelta(days=days)
    return Problem(message, {"label": asked.label, "when": when}) if asked.tx.ctx.today < when else None


def _last(asked: _Asked, *where: Any) -> datetime | None:
    """When the record's owner last changed in this way."""
    statement = sa.select(_log.at).where(
        _log.table_id == asked.table.id, _log.record == asked.row[RECORD_ID.id], *where
    )
    return asked.tx.connection.execute(statement.order_by(_log.id.desc()).limit(1)).scalar_one_or_none()


def _caps(asked: _Asked, most: int | None, key: str | None) -> list[tuple[int | None, int]]:
    """(pool or None for all, cap)."""
    own = asked.figure(key)
    found: list[tuple[int | None, int]] = [] if most is None else [(None, most)]
    return found if own is None else [*found, (asked.pool_id, own)]


def _midnight(tx: Tx, day: date) -> datetime:
    return datetime.combine(day, time(), tx.ctx.zone)


def _owner(table: TableSpec) -> int:
    return 0 if table.ownership is None else table.ownership.id

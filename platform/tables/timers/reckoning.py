"""What a timer says of records now: start, rule, due day, and why. Set-based: a few queries for any number of records.

It is computed anew from the ownership log, the events and the rules, never counted on from what was stored (H1); the stored
fields are its result. `Floor` is the one thing remembered: a day before which a record does not fall due, because a pause
ended or a rule changed, for as long as the same owner has it (S3, S6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...fields.spec import FieldSpec
from .. import models
from ..catalogue import TableSpec
from ..rules import predicates
from ..storage import Row, chunks
from ..system import CREATED_AT, RECORD_ID
from .definition import Criterion, Events, Match, Timer
from .fold import Days, due_of, earliest

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The timer of one record; all None where it does not run."""

    start: datetime | None = None  #: when the present owner got it
    rule: int | None = None  #: row of the rules' table
    due: date | None = None  #: the last day that is the owner's (C4)
    criterion: str | None = None
    paused: str | None = None  #: key of the pause that holds: it does not fall due meanwhile
    dues: tuple[tuple[str, date], ...] = ()  #: of every criterion
    floor: date | None = None  #: what kept it from being earlier

    @property
    def reason(self) -> str | None:
        """What is stored beside the due day: the key of the pause, else of the criterion."""
        return self.paused or self.criterion


def reckon(tx: Tx, timer: Timer, rows: Sequence[Row], floors: Mapping[int, tuple[date, datetime]]) -> list[Reckoned]:
    """For each record (whole stored rows) what its timer says."""
    if not rows:
        return []
    ids = [row[RECORD_ID.id] for row in rows]
    starts = _starts(tx, timer, rows)
    rules = _rules(tx, timer)
    chosen = _chosen(tx, timer, rows, rules)
    happened = {criterion.key: _happened(tx, criterion.events, ids) for criterion in timer.criteria}
    paused = _paused(tx, timer, rows, chosen)
    zone, found = tx.ctx.zone, list[Reckoned]()
    for row, rule, pause in zip(rows, chosen, paused, strict=True):
        id_ = row[RECORD_ID.id]
        start = starts.get(id_)
        if start is None or row.get(timer.owner.id) is None:
            found.append(Reckoned())
            continue
        if rule is None:
            found.append(Reckoned(start))
            continue
        day = start.astimezone(zone).date()
        dues = tuple(
            (criterion.key, due_of(day, happened[criterion.key].get(id_, ()), days))
            for criterion in timer.criteria
            if (days := _days(criterion, rule)) is not None
        )
        first = earliest(dues)
        if first is None:
            found.append(Reckoned(start, rule[RECORD_ID.id]))
            continue
        floor, since = floors.get(id_, (None, None))
        late = floor if floor is not None and since == start and floor > first[1] else None
        found.append(Reckoned(start, rule[RECORD_ID.id], late or first[1], first[0], pause, dues, late))
    return found


def floors_of(tx: Tx, timer: Timer, ids: Iterable[int]) -> dict[int, tuple[date, datetime]]:
    """The floors of records with the start they belong to."""
    c, found = models.timer_floors.c, dict[int, tuple[date, datetime]]()
    for part in chunks(ids):
        query = sa.select(c.record, c.floor, c.start).where(
            c.timer == timer.key, c.table_id == timer.table, c.record.in_(part)
        )
        found.update({row.record: (row.floor, row.start) for row in tx.connection.execute(query)})
    return found


def _starts(tx: Tx, timer: Timer, rows: Sequence[Row]) -> dict[int, datetime]:
    """When each record got its present owner: the latest line of the ownership log that gave it to them (S1, by any route)."""
    log, found = models.ownership_log, dict[int, datetime]()
    owners = {row[RECORD_ID.id]: row.get(timer.owner.id) for row in rows}
    for part in chunks(id_ for id_, owner in owners.items() if owner is not None):
        latest = (
            sa.select(log.c.record, sa.func.max(log.c.id).label("id"))
            .where(log.c.table_id == timer.table, log.c.record.in_(part))
            .group_by(log.c.record)
            .subquery()
        )
        query = sa.select(log.c.record, log.c.to_member, log.c.at).join(latest, latest.c.id == log.c.id)
        for row in tx.connection.execute(query):
            if row.to_member == owners[row.record]:
                found[row.record] = row.at
    for row in rows:  # owned since before there was a log
        id_ = row[RECORD_ID.id]
        if owners[id_] is not None and id_ not in found:
            found[id_] = row.get(timer.start.id) or row[CREATED_AT.id]
    return found


def _rules(tx: Tx, timer: Timer) -> list[Row]:
    table = tx.catalogue.by_id[timer.rules]
    storage = tx.catalogue.storage
    rows = storage.rows(tx.connection, table, storage.all_ids(tx.connection, table))
    return [rows[id_] for id_ in sorted(rows) if timer.active is None or rows[id_].get(timer.active.id)]


def _chosen(tx: Tx, timer: Timer, rows: Sequence[Row], rules: Sequence[Row]) -> list[Row | None]:
    """The rule of each record: of those that fit the one that says most, then the first."""
    wanted = [_wanted(tx, match, rows) for match in timer.matches]
    found: list[Row | None] = []
    for place in range(len(rows)):
        best: tuple[int, Row] | None = None
        for rule in rules:
            said = 0
            for match, values in zip(timer.matches, wanted, strict=True):
                given = _option(match.rule, rule)
                if match.row is not None and given is None:
                    continue
                if given != values[place]:
                    break
                said += 1
            else:
                if best is None or said > best[0]:
                    best = said, rule
        found.append(None if best is None else best[1])
    return found


def _wanted(tx: Tx, match: Match, rows: Sequence[Row]) -> list[str | None]:
    if match.row is not None:
        return [_option(match.row, row) for row in rows]
    found: list[str | None] = [match.value if match.value is not None else match.other] * len(rows)
    for condition, value in reversed(match.cases):
        for place, holds in enumerate(predicates.holding(tx, condition, rows)):
            if holds:
                found[place] = value
    return found


def _option(spec: FieldSpec, row: Row) -> str | None:
    """The key of an option; two tables name the same thing by the same key, never by the same id."""
    value = row.get(spec.id)
    return next((choice.key for choice in spec.choices if choice.id == value), None)


def _happened(tx: Tx, events: Events | None, ids: Sequence[int]) -> dict[int, list[date]]:
    """The days of the events of each record."""
    found: dict[int, list[date]] = {}
    if events is None or events.at is None:
        return found
    for record, row in _rows_of(tx, events, ids):
        at = row.get(events.at.id)
        if isinstance(at, datetime):
            found.setdefault(record, []).append(at.astimezone(tx.ctx.zone).date())
        elif isinstance(at, date):
            found.setdefault(record, []).append(at)
    return found


def _rows_of(tx: Tx, events: Events, ids: Sequence[int]) -> list[tuple[int, Row]]:
    """The far rows that count, each with the record it belongs to."""
    storage = tx.catalogue.storage
    sources = storage.sources(tx.connection, events.relation, ids)
    far: TableSpec = tx.catalogue.by_id[events.relation.table]
    rows = storage.rows(tx.connection, far, {id_ for found in sources.values() for id_ in found})
    ordered = list(rows.values())
    holding = dict(
        zip((row[RECORD_ID.id] for row in ordered), predicates.holding(tx, events.where, ordered), strict=True)
    )
    return [(record, rows[id_]) for record, found in sources.items() for id_ in found if holding.get(id_)]


def _paused(tx: Tx, timer: Timer, rows: Sequence[Row], chosen: Sequence[Row | None]) -> list[str | None]:
    ids = [row[RECORD_ID.id] for row in rows]
    found: list[str | None] = [None] * len(rows)
    for pause in reversed(timer.pauses):
        on = [rule is not None and (pause.flag is None or bool(rule.get(pause.flag.id))) for rule in chosen]
        if not any(on):
            continue
        holds = [True] * len(rows)
        if pause.when is not None:
            holds = list(predicates.holding(tx, pause.when, rows))
        if pause.exists is not None:
            there = {record for record, _ in _rows_of(tx, pause.exists, ids)}
            holds = [each and id_ in there for each, id_ in zip(holds, ids, strict=True)]
        for place, (each, switched) in enumerate(zip(holds, on, strict=True)):
            if each and switched:
                found[place] = pause.key
    return found


def _days(criterion: Criterion, rule: Row) -> Days | None:
    days = _whole(rule, criterion.days)
    return None if days is None else Days(days, _whole(rule, criterion.extend), _whole(rule, criterion.most))


def _whole(rule: Row, spec: FieldSpec | None) -> int | None:
    """A number of days; an empty field, or one below zero, says none."""
    value = None if spec is None else rule.get(spec.id)
    return min(int(value), 1_000_000) if isinstance(value, Decimal) and value >= 0 else None

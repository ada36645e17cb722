"""Whether something that happened sets an automation off, and for which records. Plans runs and does nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...core.outbox import Event
from ...fields.fieldtype import is_empty
from ...tables import models
from ...tables.catalogue import TableSpec
from ...tables.changes import deleted, history
from ...tables.changes.cells import current_value
from ...tables.rules import predicates
from ...tables.storage import Row
from ...tables.system import DEMO, RECORD_ID
from .. import bodies, definitions
from . import eyes, messages, notices, runs
from .definition import ON_ROWS, Automation, all_of
from .runs import Occasion

if TYPE_CHECKING:
    from ...tables.transaction import Tx

BUTTON, APPROVAL, IMPORT, INCOMING = "button", "approval", "import", "incoming"  #: topics beside changes of records
KINDS: Mapping[str, frozenset[str]] = {
    history.CREATE: frozenset({"created", "becomes", "linked"}),
    history.UPDATE: frozenset({"updated", "becomes", "linked"}),
    history.DELETE: frozenset({"deleted"}),
}


def heard(automation: Automation) -> tuple[str, str] | None:
    """The topic and key of the events that may set it off."""
    if automation.on in ON_ROWS:
        return ("records", automation.table)
    match automation.on:
        case "button":
            return (BUTTON, f"{automation.table}.{automation.trigger['button']}")
        case "approval":
            return (APPROVAL, str(automation.trigger["approval"]))
        case "import":
            return (IMPORT, automation.table)
        case "incoming":
            return (INCOMING, automation.key)
        case _:
            return None


def catch(tx: Tx, event: Event) -> int:
    """Plan the runs that follow from an event; how many."""
    active = [each for each in all_of(tx) if each.active]
    if event.topic == "records":
        return _changes(tx, event, active)
    planned = 0
    for automation in active:
        if heard(automation) != (event.topic, event.key):
            continue
        outcome = automation.trigger.get("outcome")
        if outcome is not None and event.payload.get("outcome") != outcome:
            continue
        table = tx.catalogue.tables.get(automation.table)
        if table is None:
            continue
        records = [int(str(each)) for each in event.payload.get("records", ())] or [0]  # type: ignore[attr-defined]
        if records != [0]:
            rows = tx.catalogue.storage.rows(tx.connection, table, records)
            records = [row[RECORD_ID.id] for row in wanted(tx, automation, table, list(rows.values()))]
        elif not _asked_of_body(tx, automation, table, event.payload.get("body")):
            continue
        told = {name: event.payload[name] for name in ("outcome", "inputs", "body") if name in event.payload}
        evidence = {"on": automation.on, **told}
        planned += runs.plan(tx, automation, table.id, records, _occasion(event, evidence))
    return planned


def wanted(tx: Tx, automation: Automation, table: TableSpec, rows: Sequence[Row]) -> list[Row]:
    """Those of the rows for which the condition of an automation holds, and which its owner may view; for a demo one, demo rows
    only (S70, H20)."""
    found = [row for row in rows if row.get(DEMO) or not automation.demo]
    found = eyes.among(eyes.of(tx, automation.actor(tx)), table, found)
    return [
        row
        for row, holds in zip(found, _holding(tx, automation, table, automation.condition, found), strict=True)
        if holds
    ]


def changed(
    tx: Tx, automation: Automation, table: TableSpec, kind: str, pairs: Sequence[tuple[Row, Row, set[int]]]
) -> list[Row]:
    """Of changed rows (before, after, fields), those that set an automation off."""
    if automation.on not in KINDS[kind] or automation.table != table.key:
        return []
    trigger = automation.trigger
    found = list(pairs)
    match automation.on:
        case "updated":
            ids = {table.by_key[key].id for key in trigger["fields"] if key in table.by_key}
            found = [pair for pair in found if ids & pair[2]]
        case "linked":
            spec = table.by_key.get(trigger["field"])
            found = [pair for pair in found if spec is not None and _gained(pair[0].get(spec.id), pair[1].get(spec.id))]
        case "becomes":
            now = _holding(tx, automation, table, trigger["condition"], [after for _, after, _ in found])
            found = [pair for pair, holds in zip(found, now, strict=True) if holds]
            if kind == history.UPDATE:
                was = _holding(tx, automation, table, trigger["condition"], [before for before, _, _ in found])
                found = [pair for pair, held in zip(found, was, strict=True) if not held]
        case _:
            pass
    return wanted(tx, automation, table, [after for _, after, _ in found])


def pairs_of(tx: Tx, table: TableSpec, change_set: int, kind: str) -> list[tuple[Row, Row, set[int]]]:
    """What a change set did to rows of a table: before, after, and the fields that moved. What has changed since is as it is
    now; rows that are gone since are left out."""
    columns = models.changes.c
    found = tx.connection.execute(
        sa.select(models.changes).where(
            columns.change_set == change_set, columns.table_id == table.id, columns.kind == kind
        )
    ).all()
    specs = {spec.id: spec for spec in table.inputs}
    if kind == history.DELETE:
        rows = [deleted.row(tx, deleted.of_change(table, change)) for change in found]
        deleted.complete(tx, table, rows)
        return [(row, row, set(specs)) for row in rows]
    stored = tx.catalogue.storage.rows(tx.connection, table, [change.record for change in found])
    pairs: list[tuple[Row, Row, set[int]]] = []
    for change in found:
        row = stored.get(change.record)
        if row is None:
            continue
        before, after, moved = dict(row), dict(row), set[int]()
        for name, (old, new) in orjson.loads(change.cells).items():
            spec = specs.get(int(name))
            if spec is None:
                continue
            moved.add(spec.id)
            try:
                before[spec.id], after[spec.id] = current_value(old, spec), current_value(new, spec)
            except ValueError:
                continue  # the field has been altered since
        pairs.append((before, after, moved))
    return pairs


def _changes(tx: Tx, event: Event, active: Sequence[Automation]) -> int:
    table = next((each for each in tx.catalogue.tables.values() if each.id == event.payload["table"]), None)
    kind, change_set = str(event.payload["kind"]), int(str(event.payload["change_set"]))
    concerned = [] if table is None else [each for each in active if each.on in KINDS[kind] and each.table == table.key]
    if not concerned or table is None:
        return 0
    pairs = pairs_of(tx, table, change_set, kind)
    planned = 0
    for automation in concerned:
        rows = changed(tx, automation, table, kind, pairs)
        evidence = {"on": automation.on, "change_set": change_set}
        planned += runs.plan(tx, automation, table.id, [row[RECORD_ID.id] for row in rows], _occasion(event, evidence))
    return planned


def _asked_of_body(tx: Tx, automation: Automation, table: TableSpec, body: Any) -> bool:
    """Whether the condition holds of what an event without a record brought; fields are empty there."""
    left = bodies.settled(automation.condition, body)
    return left if isinstance(left, bool) else _holding(tx, automation, table, left, [{}])[0]


def _occasion(event: Event, evidence: Mapping[str, Any]) -> Occasion:
    payload = event.payload
    cause, depth = payload.get("cause") or payload.get("batch"), int(str(payload.get("depth") or 0))
    key = payload.get("once")  # the sender's own: what is sent again is the same occasion
    name = f"event:{event.id}" if key is None else f"once:{key}"
    return Occasion(name, evidence, None if cause is None else str(cause), depth)


def _holding(
    tx: Tx, automation: Automation, table: TableSpec, written: Mapping[str, Any] | None, rows: Sequence[Row]
) -> list[bool]:
    """Whether a condition holds; of one that names something that is gone, the owner is told, and it holds nowhere."""
    try:
        return predicates.holding(tx, definitions.condition(tx, table, written), rows)
    except (Refusal, KeyError) as error:
        key = error.problems[0].field if isinstance(error, Refusal) else str(error)
        notices.trouble(tx, automation, Problem(messages.GONE, {"key": key or table.key}))
        return [False] * len(rows)


def _gained(before: Any, after: Any) -> bool:
    """Whether a relation leads to a row that it did not lead to."""
    if is_empty(after):
        return False
    had, has = (set(each) if isinstance(each, tuple) else {each} for each in (before, after))
    return bool(has - had)

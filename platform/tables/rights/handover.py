"""Handing over everything that a member holds to somebody else: all tables, one batch, to be undone as one (S76)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...accounts.messages import NO_SUCH_MEMBER
from ...core.errors import Problem, Refusal, refuse
from ...fields import conditions
from ...fields.conditions import Variable
from ...fields.spec import FieldSpec
from .. import organisation, records
from ..queries import reading
from ..records import Mode, RowUpdate
from ..rules import locks
from ..schema import log
from .changing import WHOLE, admit
from .messages import NO_SUCH_THING, NOT_TO_THEMSELVES

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

_AT_ONCE = 1_000  #: rows of one write
MOST_TOLD = 100  #: refused rows that are named


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of a table that name a member in a field."""

    table: TableSpec
    field: FieldSpec
    ids: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"{self.table.key}.{self.field.key}"


def holdings(tx: Tx, member: int) -> list[Holding]:
    """What a member holds, table by table. A field holds rows where it gives a right to them, or names by
    default who makes them."""
    admit(tx)
    if member not in tx.members:
        raise refuse(NO_SUCH_MEMBER)
    found: list[Holding] = []
    for table in sorted(tx.catalogue.tables.values(), key=lambda each: (each.position, each.id)):
        physical = tx.catalogue.storage.table(table.id)
        for spec in _owners(tx, table):
            statement = sa.select(physical.c.id).where(physical.c[spec.column] == member).order_by(physical.c.id)
            if ids := tuple(tx.connection.execute(statement).scalars()):
                found.append(Holding(table, spec, ids))
    return found


def preview(tx: Tx, member: int) -> dict[str, Any]:
    """What a hand-over would take on, how much of it stays because it is locked, and the departments whose head the member
    is, which are handed on by hand. Other rules are asked of each row as it is handed over, since they ask whose it will be."""
    locale = tx.ctx.locale
    found = holdings(tx, member)
    locked = {one.key: _locked(tx, one) for one in found}
    named = tx.catalogue.configs.get(organisation.CONFIG)
    headed = tx.organisation.headed_by(member)
    texts: dict[int, str] = {}
    if named is not None and headed:
        texts = reading.labels(tx, tx.catalogue.table(named["departments"]["table"]), headed)
    return {
        "fields": [
            {
                "field": one.key,
                "table": one.table.key,
                "table_label": one.table.text(locale),
                "label": one.field.text(locale),
                "rows": len(one.ids),
                "locked": locked[one.key],
            }
            for one in found
        ],
        "rows": sum(len(one.ids) for one in found),
        "locked": sum(locked.values()),
        "heads": [{"id": id_, "label": texts.get(id_, f"#{id_}")} for id_ in sorted(headed)],
    }


def hand_over(tx: Tx, member: int, to: int, fields: list[str] | None = None) -> dict[str, Any]:
    """Put `to` in the member's place in every field (or in those named). Rows that a lock or rule holds back
    stay, and are told of.

    It goes through the one write path: defaults follow (a row's department its new owner's), rules are asked, history is kept.
    """
    found = holdings(tx, member)
    if to not in tx.members or not tx.members[to].active:
        raise refuse(NO_SUCH_MEMBER, at_field="to")
    if to == member:
        raise refuse(NOT_TO_THEMSELVES, at_field="to")
    if fields is not None:
        known = {f"{table.key}.{spec.key}" for table in tx.catalogue.tables.values() for spec in _owners(tx, table)}
        unknown = [Problem(NO_SUCH_THING, {"what": key[:100]}, "fields") for key in fields if key not in known]
        if unknown:
            raise Refusal(unknown)
        found = [one for one in found if one.key in fields]
    moved: dict[str, int] = {}
    kept: list[dict[str, Any]] = []
    left = 0
    for one in found:
        for start in range(0, len(one.ids), _AT_ONCE):
            part = one.ids[start : start + _AT_ONCE]
            updates = [RowUpdate(id_, {one.field.key: to}) for id_ in part]
            done = records.update(tx, one.table.key, updates, mode=Mode.SKIP_BAD, answer=False)
            refused: dict[int, str] = {}
            for problem in done.problems:
                refused.setdefault(part[problem.row or 0], problem.text(tx.ctx.locale))
            moved[one.key] = moved.get(one.key, 0) + len(part) - len(refused)
            left += len(refused)
            kept += [{"table": one.table.key, "id": id_, "message": text} for id_, text in refused.items()]
    tables = tx.catalogue.tables
    titles = reading.titles(tx, ((tables[one["table"]].id, one["id"]) for one in kept[:MOST_TOLD]))
    log.write(tx, "rows.handover", WHOLE, before={"member": member}, after={"member": to, "moved": moved})
    return {
        "batch": tx.ctx.batch if any(moved.values()) else None,
        "moved": moved,
        "rows": sum(moved.values()),
        "kept_count": left,
        "kept": [{**one, "label": titles.get((tables[one["table"]].id, one["id"]))} for one in kept[:MOST_TOLD]],
    }


def _locked(tx: Tx, one: Holding) -> int:
    """How many of the rows have a lock on the field."""
    found = 0
    for start in range(0, len(one.ids), _AT_ONCE):
        held = locks.of(tx, one.table, one.ids[start : start + _AT_ONCE])
        found += sum(
            any(lock.fields is None or one.field.key in lock.fields for lock in each) for each in held.values()
        )
    return found


def _owners(tx: Tx, table: TableSpec) -> list[FieldSpec]:
    """The fields that hold rows for a member; the one that says which member an employee is does not."""
    named = tx.catalogue.configs.get(organisation.CONFIG) or {}
    employees = named.get("employees") or {}
    giving = _giving_rights(tx, table)
    return [
        spec
        for spec in table.fields
        if spec.type == "member"
        and not (table.key == employees.get("table") and spec.key == employees.get("account"))
        and (spec.id in giving or (spec.default or {}).get("variable") == "@me")
    ]


def _giving_rights(tx: Tx, table: TableSpec) -> set[int]:
    """The fields of a table by which some right to its rows depends on who one is."""
    book = tx.policy.book
    rows = [grant.rows for (_, of), held in book.tables.items() if of == table.id for grant in held]
    rows += [rule.rows for rule in book.standing.get(table.id, ())]
    return {
        test.path[0]
        for condition in rows
        for test in conditions.tests(condition)
        if len(test.path) == 1 and isinstance(test.value, Variable) and test.value.name == "@me"
    }

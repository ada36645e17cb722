"""Reading the configuration log: filtered, latest first, each entry with its difference in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ..queries import reading
from ..schema.log import admit
from .entries import Entry, Subject, log, of, table_of, visible
from .merging import words_of
from .messages import NO_ENTRY

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_CHANGES = 200  #: properties of one entry that are told
Subjects = Mapping[str, Subject]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries. None: not said."""

    kind: str | None = None
    table: str | None = None
    field: str | None = None  #: with `table`: what was done to this field
    about: str | None = None  #: the object's key
    member: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None  #: only entries before the one with this id
    limit: int = 50


def by_kind(subjects: Sequence[Subject]) -> Subjects:
    return {kind: subject for subject in subjects for kind in subject.kinds}


def kinds(tx: Tx, subjects: Subjects) -> list[dict[str, str]]:
    """Every kind of object with its name, for a filter."""
    en = tx.ctx.locale.startswith("en")
    return [{"key": kind, "label": subject.kinds[kind][en]} for kind, subject in subjects.items()]


def page(tx: Tx, subjects: Subjects, wanted: Wanted) -> tuple[list[dict[str, Any]], int | None]:
    """A page of entries, and the id to go on before; for those who build."""
    admit(tx)
    prefixes = [wanted.kind] if wanted.kind is not None else [*subjects]
    query = sa.select(log).where(
        visible(tx), sa.or_(*(log.c.action.startswith(f"{prefix}.", autoescape=True) for prefix in prefixes))
    )
    if wanted.table is not None:
        table = tx.table(wanted.table)
        query = query.where(log.c.table_id == table.id)
        if wanted.field is not None:
            spec = table.by_key.get(wanted.field)
            query = query.where(log.c.field == (0 if spec is None else spec.id))
    if wanted.about is not None:
        query = query.where(log.c.about == wanted.about)
    if wanted.member is not None:
        query = query.where(log.c.member == wanted.member)
    if wanted.since is not None:
        query = query.where(log.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(log.c.at < wanted.until)
    if wanted.before is not None:
        query = query.where(log.c.id < wanted.before)
    rows = tx.connection.execute(query.order_by(log.c.id.desc()).limit(wanted.limit + 1)).all()
    entries = [of(row) for row in rows[: wanted.limit]]
    taken = _taken_back(tx, entries)
    found = [told(tx, subjects, entry, taken.get(entry.id)) for entry in entries]
    return found, entries[-1].id if len(rows) > wanted.limit else None


def one(tx: Tx, subjects: Subjects, entry: Entry) -> dict[str, Any]:
    """Raises NOT_FOUND for an entry that is none of the configuration's."""
    if entry.kind not in subjects:
        raise refuse(NO_ENTRY)
    return told(tx, subjects, entry, _taken_back(tx, [entry]).get(entry.id))


def reverting(tx: Tx, subjects: Subjects, id_: int) -> list[dict[str, Any]]:
    """The entries by which one was taken back."""
    query = sa.select(log).where(log.c.reverts == id_).order_by(log.c.id)
    return [told(tx, subjects, of(row)) for row in tx.connection.execute(query) if of(row).kind in subjects]


def told(tx: Tx, subjects: Subjects, entry: Entry, reverted_by: int | None = None) -> dict[str, Any]:
    """An entry as the API shows it."""
    subject = subjects[entry.kind]
    en = tx.ctx.locale.startswith("en")
    before = None if entry.before is None else subject.shown(tx, entry, entry.before)
    after = None if entry.after is None else subject.shown(tx, entry, entry.after)
    changes = words_of(tx, entry).changes(before, after)
    table = table_of(tx, entry)
    spec = tx.catalogue.fields.get(entry.field or 0)
    return {
        "id": entry.id,
        "at": entry.at,
        "by": reading.member(tx, entry.member),
        "source": entry.source,
        "kind": entry.kind,
        "kind_label": subject.kinds[entry.kind][en],
        "verb": entry.verb,
        "label": subject.label(tx, entry),
        "table": None if table is None else table.key,
        "field": None if spec is None else spec.key,
        "object": entry.about,
        "reason": entry.reason,
        "changes": [change.dump() for change in changes[:MOST_CHANGES]],
        "more": max(0, len(changes) - MOST_CHANGES),
        "revertible": reverted_by is None and subject.revertible(tx, entry),
        "reverts": entry.reverts,
        "reverted_by": reverted_by,
    }


def _taken_back(tx: Tx, entries: Sequence[Entry]) -> dict[int, int]:
    """Which of them have been taken back, by which entry."""
    if not entries:
        return {}
    query = sa.select(log.c.reverts, log.c.id).where(log.c.reverts.in_([entry.id for entry in entries]))
    return {row.reverts: row.id for row in tx.connection.execute(query.order_by(log.c.id))}

"""An entry of the log as a value, and what is said of each kind of object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa

from ...core.errors import refuse
from ...permissions.actions import Action
from .. import models
from .messages import NO_ENTRY

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

State = Mapping[str, Any]
log = models.config_log


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `before` is None for what was made, `after` for what was deleted."""

    id: int
    at: datetime
    member: int | None
    source: str
    action: str
    table: int
    field: int | None
    about: str | None
    reason: str | None
    before: State | None
    after: State | None
    restorable: bool
    reverts: int | None

    @property
    def kind(self) -> str:
        return self.action.partition(".")[0]

    @property
    def verb(self) -> str:
        return self.action.partition(".")[2]

    @property
    def either(self) -> State:
        """The object afterwards, or before it went."""
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class Steering:
    """What the caller says with a revert, as they would say it with the change itself."""

    confirm: bool = False
    unlock: bool = False
    reason: str | None = None


class Subject(Protocol):
    """What the log knows of some kinds of objects: how they are called, shown, and taken back."""

    @property
    def kinds(self) -> Mapping[str, tuple[str, str]]:
        """Each kind with its name in Chinese and English."""
        ...

    def label(self, tx: Tx, entry: Entry) -> str:
        """What the object is called, in the caller's language."""
        ...

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        """A state by keys and labels, for a difference that people read."""
        ...

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        """Whether an entry of this sort can be taken back at all."""
        ...

    def conflicts(self, tx: Tx, entry: Entry) -> list[str]:
        """The properties that have been changed since. Raises `Refusal` where nothing can be taken back at all."""
        ...

    def revert(self, tx: Tx, entry: Entry, steering: Steering) -> None:
        """Take it back, through the service that changes such an object; that one asks for the right to."""
        ...


def visible(tx: Tx) -> sa.ColumnElement[bool]:
    """Entries about tables that the caller may not view are not there for them."""
    hidden = [table.id for table in tx.catalogue.tables.values() if Action.VIEW not in tx.scope(table).actions]
    return log.c.table_id.not_in(hidden) & log.c.action.not_in(("view_as", "rows.handover"))


def find(tx: Tx, id_: int) -> Entry:
    """Raises NOT_FOUND."""
    row = tx.connection.execute(sa.select(log).where(log.c.id == id_, visible(tx))).one_or_none()
    if row is None:
        raise refuse(NO_ENTRY)
    return of(row)


def of(row: Any) -> Entry:
    return Entry(
        row.id, row.at, row.member, row.source, row.action, row.table_id, row.field, row.about, row.reason,
        row.before, row.after, bool(row.restorable), row.reverts,
    )  # fmt: skip


def table_of(tx: Tx, entry: Entry) -> TableSpec | None:
    return tx.catalogue.by_id.get(entry.table)


def words(label: Any, locale: str) -> str | None:
    """A label in a language, falling back to the other."""
    if isinstance(label, str):
        return label
    if not isinstance(label, Mapping):
        return None
    return label.get(locale) or label.get("zh-CN") or label.get("en")

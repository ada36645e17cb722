"""Automations as a workspace keeps them: documents in the template's form, with their version, owner and state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Actor
from ...core.errors import Message, refuse
from . import messages
from .models import automation_versions, automations

if TYPE_CHECKING:
    from ...tables.transaction import Tx

Step = Mapping[str, Any]
ON_ROWS = frozenset({"created", "updated", "becomes", "deleted", "linked"})  #: triggers that are changes of rows
ON_TIME = frozenset({"schedule", "date"})  #: triggers that are instants
TRIGGERS = frozenset({*ON_ROWS, *ON_TIME, "button", "approval", "import", "incoming"})
ON_BODIES = frozenset({"import", "incoming"})  #: triggers that bring something to be read by path (`bodies`)


@dataclass(frozen=True, slots=True)
class Automation:
    """One automation at one version."""

    key: str
    table: str
    document: Mapping[str, Any]
    version: int
    enabled: bool
    shadow: bool
    owner: int | None  #: member whose rights it uses; none: the engine's own, as a template has set it up
    paused: str | None
    original: Mapping[str, Any] | None

    @property
    def label(self) -> Mapping[str, str]:
        return self.document["label"]

    @property
    def trigger(self) -> Mapping[str, Any]:
        return self.document["trigger"]

    @property
    def on(self) -> str:
        return str(self.trigger["on"])

    @property
    def condition(self) -> Mapping[str, Any] | None:
        return self.document.get("if")

    @property
    def steps(self) -> Sequence[Step]:
        return self.document["do"]

    @property
    def demo(self) -> bool:
        """Whether it acts on demo rows, and on no others (S70)."""
        return bool(self.document.get("demo"))

    @property
    def active(self) -> bool:
        return self.enabled and self.paused is None

    def actor(self, tx: Tx) -> Actor | None:
        """Under whose rights it runs; None where its owner is not active or may not build any more (`barred`)."""
        if self.owner is None:
            return Actor(None, "", system=True)
        member = tx.members.get(self.owner)
        if member is None or not member.active:
            return None
        actor = Actor(member.id, member.name)
        return actor if tx.policy.may_build(actor) else None

    def barred(self, tx: Tx) -> Message:
        """Why nobody stands behind it, where `actor` is None."""
        member = None if self.owner is None else tx.members.get(self.owner)
        return messages.NO_OWNER if member is None or not member.active else messages.NO_RIGHT


def all_of(tx: Tx) -> list[Automation]:
    """Every automation, in the order in which they were made."""
    rows = tx.connection.execute(sa.select(automations).order_by(automations.c.position, automations.c.key))
    return [_read(row) for row in rows]


def find(tx: Tx, key: str) -> Automation | None:
    row = tx.connection.execute(sa.select(automations).where(automations.c.key == key)).one_or_none()
    return None if row is None else _read(row)


def on(tx: Tx, triggers: Iterable[str], table: str | None = None) -> list[Automation]:
    """The active ones with one of these triggers, of a table if one is given."""
    wanted = frozenset(triggers)
    return [each for each in all_of(tx) if each.active and each.on in wanted and table in (None, each.table)]


def check_keeper(tx: Tx, automation: Automation) -> None:
    """Refuse (403) what would let somebody speak as an automation, or set it off, to all but its owner and administrators."""
    own = automation.owner is not None and automation.owner == tx.ctx.actor.member
    if not own and not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(messages.NOT_KEEPER)


def at_version(tx: Tx, automation: Automation, version: int) -> Mapping[str, Any]:
    """The document as it was when a run was planned."""
    if version == automation.version:
        return automation.document
    columns = automation_versions.c
    statement = sa.select(columns.document).where(columns.automation == automation.key, columns.version == version)
    found: Mapping[str, Any] | None = tx.connection.execute(statement).scalar_one_or_none()
    return automation.document if found is None else found


def _read(row: Any) -> Automation:
    return Automation(
        key=row.key,
        table=row.document["table"],
        document=row.document,
        version=row.version,
        enabled=row.enabled,
        shadow=row.shadow,
        owner=row.owner,
        paused=row.paused,
        original=row.original,
    )

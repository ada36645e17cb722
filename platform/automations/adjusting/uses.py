"""What names a button or an approval, and so stands against its going."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem
from ..approvals.rounds import OPEN
from ..definitions import said
from ..flows import definition as flows
from ..models import approvals
from .kinds import APPROVAL, BUTTON, Document, Kind
from .messages import IN_USE, OPEN_ROUNDS

if TYPE_CHECKING:
    from ...tables.transaction import Tx

_NAMES: Mapping[str, tuple[str, str]] = {"automation": ("自动化", "automation"), "button": ("按钮", "button")}
_STEPS = ("submit", "decide", "withdraw")


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that names another."""

    kind: str  #: automation, button
    table: str
    key: str
    label: str

    def dump(self) -> dict[str, str]:
        return {"kind": self.kind, "table": self.table, "key": self.key, "label": self.label}

    def problem(self, locale: str) -> Problem:
        kind = _NAMES[self.kind][locale.startswith("en")]
        return Problem(IN_USE, {"kind": kind, "label": self.label})


def of(tx: Tx, kind: Kind, document: Document) -> list[Use]:
    """Automations and buttons that name it."""
    return list(_of_button(tx, document) if kind is BUTTON else _of_approval(tx, document["key"]))


def open_rounds(tx: Tx, key: str) -> int:
    """How many records wait for a decision by an approval."""
    return open_by_key(tx).get(key, 0)


def open_by_key(tx: Tx) -> dict[str, int]:
    columns = approvals.c
    counted = tx.connection.execute(
        sa.select(columns.definition, sa.func.count()).where(columns.state == OPEN).group_by(columns.definition)
    )
    return {row[0]: row[1] for row in counted}


def problems(tx: Tx, kind: Kind, document: Document) -> list[Problem]:
    """What stands against taking it away."""
    found = [use.problem(tx.ctx.locale) for use in of(tx, kind, document)]
    count = open_rounds(tx, document["key"]) if kind is APPROVAL else 0
    return [*found, Problem(OPEN_ROUNDS, {"count": count})] if count else found


def _of_button(tx: Tx, document: Document) -> Iterator[Use]:
    for each in flows.all_of(tx):
        if each.table == document["table"] and each.trigger.get("button") == document["key"]:
            yield _automation(tx, each)


def _of_approval(tx: Tx, key: str) -> Iterator[Use]:
    for button in BUTTON.all_of(tx).values():
        if any(step.get(name) == key for step in button["do"] for name in _STEPS):
            yield Use("button", button["table"], button["key"], said(button["label"], tx.ctx.locale) or button["key"])
    for each in flows.all_of(tx):
        if each.trigger.get("approval") == key or _submits(each.steps, key):
            yield _automation(tx, each)


def _automation(tx: Tx, found: flows.Automation) -> Use:
    return Use("automation", found.table, found.key, said(found.label, tx.ctx.locale) or found.key)


def _submits(part: Any, key: str) -> bool:
    """Whether a step, wherever it stands in branches and loops, submits to an approval."""
    if isinstance(part, Mapping):
        return part.get("submit") == key or any(_submits(each, key) for each in part.values())
    return isinstance(part, (list, tuple)) and any(_submits(each, key) for each in part)

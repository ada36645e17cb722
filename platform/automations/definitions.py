"""Buttons and approvals as a workspace keeps them: documents in the template's form, by portable keys, read into values.

Their shape is checked against the template's schema before they are stored; here it is taken for granted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import Kind, Message
from ..fields import conditions
from ..fields.conditions import ALWAYS, Condition
from ..tables import authoring, config
from ..tables.catalogue import TableSpec
from ..tables.rules import predicates
from .approvals.definition import Approval
from .approvals.definition import read as read_approval

if TYPE_CHECKING:
    from ..tables.transaction import Tx

BUTTONS = "buttons"
APPROVALS = "approvals"

Labels = Mapping[str, str]
Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a button asks for."""

    key: str
    type: str
    label: Labels
    required: bool


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a button is not possible now: the sentence and code where a condition holds."""

    when: Mapping[str, Any]
    message: Message


@dataclass(frozen=True, slots=True)
class Once:
    """A button that makes something once: not possible while a row points to the record through a relation."""

    table: str
    field: str
    message: Message


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one person may take, and how soon (`limits`). The names are fields of the row that `pool` leads to."""

    pool: str | None  #: relation to the row with the figures
    who: str | None  #: the input that names the person; none: whoever presses
    exempt: str | None  #: members to whom only the cap of what they hold applies
    held_most: int | None  #: over all pools
    held_cap: str | None
    skip: Mapping[str, Any] | None  #: held records that do not count
    skip_flag: str | None  #: only where this is set
    daily_most: int | None
    daily_cap: str | None
    previous: str | None  #: days for which whoever let a record go waits
    fresh: str | None  #: days for which a record stays in the pool it has come into

    @property
    def capped(self) -> bool:
        """Whether there is any cap on how many one person may take."""
        caps = (self.held_most, self.held_cap, self.daily_most, self.daily_cap)
        return any(cap is not None for cap in caps)


@dataclass(frozen=True, slots=True)
class Button:
    """A guarded action on one record."""

    key: str
    table: str
    label: Labels
    icon: str | None
    enabled: bool  #: one that is switched off is not offered, and cannot be pressed
    primary: bool
    when: Mapping[str, Any] | None
    roles: tuple[str, ...]  #: none: everybody with the right
    right: str  #: what the caller must be allowed to do with the record: view or edit
    system: bool  #: its steps are taken by the engine in the name of the caller
    lifts: tuple[str, ...]  #: locks of the table that do not hold for its steps
    inputs: tuple[Input, ...]
    confirm: Labels | None
    objections: tuple[Objection, ...]
    once: Once | None
    limits: Limits | None
    steps: tuple[Step, ...]
    message: Labels | None


def buttons_of(tx: Tx, table: TableSpec) -> tuple[Button, ...]:
    """The buttons of a table in their order."""
    return tuple(_button(each) for each in config.get(tx, BUTTONS, ()) if each["table"] == table.key)


def approvals_of(tx: Tx) -> tuple[Approval, ...]:
    return tuple(read_approval(each) for each in config.get(tx, APPROVALS, ()) if each["table"] in tx.catalogue.tables)


def approval(tx: Tx, key: str) -> Approval:
    return next(each for each in approvals_of(tx) if each.key == key)


def condition(tx: Tx, table: TableSpec, written: Mapping[str, Any] | None) -> Condition:
    """A condition as it is asked of rows in memory. Raises `Refusal` where it names something that is gone."""
    if written is None:
        return ALWAYS
    found = conditions.parse(written, authoring.path_resolver(tx.catalogue, table), tx.ctx.zone)
    return predicates.followed(tx.catalogue, found)


def said(words: Labels | None, locale: str) -> str | None:
    return None if words is None else words["en" if locale.startswith("en") else "zh-CN"]


def _button(raw: Mapping[str, Any]) -> Button:
    inputs: Sequence[Mapping[str, Any]] = raw.get("inputs", ())
    return Button(
        key=raw["key"],
        table=raw["table"],
        label=raw["label"],
        icon=raw.get("icon"),
        enabled=raw.get("enabled", True),
        primary=raw.get("primary", False),
        when=raw.get("when"),
        roles=tuple(raw.get("roles", ())),
        right=raw.get("right", "edit"),
        system=raw.get("system", False),
        lifts=tuple(raw.get("lifts", ())),
        inputs=tuple(Input(each["key"], each["type"], each["label"], each.get("required", False)) for each in inputs),
        confirm=raw.get("confirm"),
        objections=tuple(Objection(each["when"], _conflict(each)) for each in raw.get("objections", ())),
        once=_once(raw["once"]) if "once" in raw else None,
        limits=_limits(raw["limits"]) if "limits" in raw else None,
        steps=tuple(raw["do"]),
        message=raw.get("message"),
    )


def _once(raw: Mapping[str, Any]) -> Once:
    return Once(raw["table"], raw["field"], _conflict(raw))


def _limits(raw: Mapping[str, Any]) -> Limits:
    held, daily = raw.get("held", {}), raw.get("daily", {})
    skip = held.get("skip", {})
    return Limits(
        pool=raw.get("pool"),
        who=raw.get("who"),
        exempt=raw.get("exempt"),
        held_most=held.get("most"),
        held_cap=held.get("cap"),
        skip=skip.get("when"),
        skip_flag=skip.get("flag"),
        daily_most=daily.get("most"),
        daily_cap=daily.get("cap"),
        previous=raw.get("previous"),
        fresh=raw.get("fresh"),
    )


def _conflict(raw: Mapping[str, Any]) -> Message:
    """A sentence of the definition's own, with its code."""
    return Message(raw["code"], zh=raw["message"]["zh-CN"], en=raw["message"]["en"], kind=Kind.CONFLICT)

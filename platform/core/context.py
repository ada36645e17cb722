"""Who does something, through which door, why and when: handed to every service function, never read from a global."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from .ids import new_token


class Source(StrEnum):
    """The door a change came through; history shows it."""

    UI = "ui"
    API = "api"
    IMPORT = "import"
    AUTOMATION = "automation"
    BUTTON = "button"
    APPROVAL = "approval"
    TEMPLATE = "template"
    UNDO = "undo"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a credential may be used for, where that is less than its owner may do. It takes away and never adds."""

    reads: bool = False  #: looks, exports and prints only
    tables: frozenset[int] | None = None  #: ids of the tables that exist for it; None for all of its owner's


@dataclass(frozen=True, slots=True)
class Actor:
    """The member behind a call; `system` is the engine itself (installer, sweeps) and may do everything."""

    member: int | None
    name: str = ""
    roles: frozenset[str] = frozenset()
    system: bool = False
    assumed: tuple[str, ...] | None = None  #: keys of role groups that count instead of those held ("view as")
    limits: Limits | None = None  #: of the token by which the member calls


SYSTEM = Actor(member=None, name="system", system=True)


@dataclass(frozen=True, slots=True)
class Context:
    """One request's circumstances."""

    actor: Actor
    source: Source
    now: datetime  #: aware, UTC
    timezone: str = "Asia/Shanghai"  #: the workspace's zone; "today" is its calendar date (C4)
    locale: str = "zh-CN"
    cause: str | None = None  #: id of the run or batch that led to this
    depth: int = 0  #: how many automations lie behind this change
    batch: str = field(default_factory=new_token)  #: the undo unit

    #: former keys that the caller used, with the instants from which they are deprecated and at which they end
    former: set[tuple[str, datetime | None, datetime | None]] = field(
        default_factory=set[tuple[str, datetime | None, datetime | None]], compare=False, hash=False
    )

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.timezone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def as_(self, actor: Actor) -> Context:
        return replace(self, actor=actor)

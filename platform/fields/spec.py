"""What a configured field is: an immutable value that every room above passes around. Types are in files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

_EMPTY: Mapping[str, Any] = MappingProxyType({})


def named(zh: str, en: str) -> Mapping[str, str]:
    """A label in both languages."""
    return MappingProxyType({"zh-CN": zh, "en": en})


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with a stable id: what is stored is the id, what the API speaks is the key."""

    id: int
    key: str
    label: Mapping[str, str]
    color: str = "gray"
    archived: bool = False

    def text(self, locale: str = "zh-CN") -> str:
        """The label in a language, falling back to the other one and then to the key."""
        return self.label.get(locale) or self.label.get("zh-CN") or self.label.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Alias:
    """A former key of a field (S13): programs may go on using it until the window ends. None: since or until whenever."""

    key: str
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def load(cls, stored: Any) -> Alias:
        """From the catalogue's JSON; a text alone is a key without a window."""
        if isinstance(stored, str):
            return cls(stored)
        since, until = (stored.get(name) and datetime.fromisoformat(stored[name]) for name in ("since", "until"))
        return cls(stored["key"], since or None, until or None)

    def dump(self) -> dict[str, Any]:
        since, until = (None if each is None else each.isoformat() for each in (self.since, self.until))
        return {"key": self.key, "since": since, "until": until}

    def ended(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of one table, as configured.

    `options` is shaped by the type's `options_schema` and refers to tables and fields by id, never by key, so that a
    rename changes nothing. `default` is data too: `{"value": …}`, `{"variable": "@me" | "@today" | "@now"}`,
    `{"copy": [relation field id, far field id]}` or `{"department_of": member field id, "follow": bool}`.
    """

    id: int
    table: int
    key: str
    type: str
    label: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    help: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    options: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    choices: tuple[Choice, ...] = ()
    required: bool = False
    unique: bool = False
    protected: bool = False
    position: int = 0
    aliases: tuple[Alias, ...] = ()  #: former keys, the oldest first
    default: Mapping[str, Any] | None = None
    place: int = 0  #: the number of the columns that hold its values, once these are others than at first; 0 is `id`
    #: what types derive from this spec, worked out once; never part of what the spec is
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def column(self) -> str:
        """The physical name of the main column; labels and keys are never identifiers."""
        return f"f_{self.place or self.id}"

    @property
    def link_table(self) -> str:
        """The physical name of the table of a multiple relation's pairs."""
        return f"l_{self.id}"

    def text(self, locale: str = "zh-CN") -> str:
        """The label in a language, falling back to the other one and then to the key."""
        return self.label.get(locale) or self.label.get("zh-CN") or self.label.get("en") or self.key

    def alias(self, key: str) -> Alias | None:
        """The former key of this name."""
        return next((alias for alias in self.aliases if alias.key == key), None)

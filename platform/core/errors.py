"""What can go wrong, as data: a message in two languages, a problem at a place, and the refusal that carries all of them.

No room below the API knows HTTP: `Kind` says what sort of refusal it is, and the API maps it to a status (design 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as _field
from enum import IntEnum
from types import MappingProxyType

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Kind(IntEnum):
    """Sorts of refusal; where a request meets several, the one with the lowest number answers (404 > 403 > 409 > 422)."""

    MALFORMED = 1  #: the envelope or the query cannot be read (400)
    UNAUTHENTICATED = 2  #: nobody is signed in (401)
    NOT_FOUND = 3  #: not there, or not visible to the caller (404)
    FORBIDDEN = 4  #: visible, but the caller may not do that (403)
    CONFLICT = 5  #: a lock, a state, or a stale version stands against it (409)
    PRECONDITION = 6  #: If-Match failed (412)
    TOO_LARGE = 7  #: more than the stated limit (413)
    TOO_MANY = 8  #: too often (429)
    INVALID = 9  #: a value is wrong (422)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that a user understands, in both languages; `{name}` places are filled from the problem's params."""

    code: str
    zh: str
    en: str
    kind: Kind = Kind.INVALID

    def text(self, locale: str, params: Mapping[str, object] = _NOTHING) -> str:
        """The sentence in `locale` (`zh-CN` unless it begins with `en`)."""
        return (self.en if locale.startswith("en") else self.zh).format_map(_Lenient(params))


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where: the row of the request (from 0) and the field's key."""

    message: Message
    params: Mapping[str, object] = _field(default_factory=lambda: _NOTHING)
    field: str | None = None
    row: int | None = None
    details: Mapping[str, object] = _field(default_factory=lambda: _NOTHING)  #: JSON told beside it: what is there now

    @property
    def code(self) -> str:
        return self.message.code

    @property
    def kind(self) -> Kind:
        return self.message.kind

    def at(self, *, row: int | None = None, field: str | None = None) -> Problem:
        """The same problem with its place filled in; a place already known stays."""
        return replace(self, row=self.row if row is None else row, field=self.field or field)

    def text(self, locale: str) -> str:
        return self.message.text(locale, self.params)

    def dump(self, locale: str) -> dict[str, object]:
        """The wire form `{row, field, code, message}`, and `details` beside these."""
        return {"row": self.row, "field": self.field, "code": self.code, "message": self.text(locale), **self.details}


class Refusal(Exception):
    """A request that is refused, with every reason met (C10)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a refusal needs a reason")
        super().__init__("; ".join(f"{p.code} ({p.field})" if p.field else p.code for p in self.problems))

    @property
    def kind(self) -> Kind:
        return min(problem.kind for problem in self.problems)


def refuse(message: Message, /, *, at_field: str | None = None, at_row: int | None = None, **params: object) -> Refusal:
    """A refusal with a single reason: `raise refuse(NO_SUCH_TABLE, table=key)`."""
    return Refusal([Problem(message, params, at_field, at_row)])

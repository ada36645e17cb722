"""Declared parameters of query strings: each knows its bounds and its OpenAPI form; what is not declared is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from ..core.errors import Problem, Refusal
from . import messages
from .body import parse_json

_WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,17})\Z", re.ASCII)
ID = re.compile(r"[1-9][0-9]{0,17}\Z", re.ASCII)  #: a row id as it stands in an address


class Unusable(ValueError):
    """The text given for a parameter does not fit it."""


@dataclass(frozen=True, slots=True)
class Param:
    """A text parameter, and the base of the others."""

    name: str
    summary: str
    required: bool = False
    default: Any = None
    max_length: int = 1000

    def read(self, text: str) -> Any:
        """The value meant by `text`. Raises `Unusable`."""
        if len(text) > self.max_length or "\x00" in text:
            raise Unusable
        return text

    @property
    def schema(self) -> dict[str, object]:
        """What OpenAPI says of it."""
        return {"type": "string", "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class Whole(Param):
    """A whole number between two bounds."""

    low: int = 0
    high: int = 2**63 - 1

    def read(self, text: str) -> int:
        if not _WHOLE.match(text) or not self.low <= int(text) <= self.high:
            raise Unusable
        return int(text)

    @property
    def schema(self) -> dict[str, object]:
        bounds: dict[str, object] = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return bounds if self.default is None else {**bounds, "default": self.default}


@dataclass(frozen=True, slots=True)
class Flag(Param):
    """`true` or `false`."""

    def read(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise Unusable
        return text == "true"

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class OneOf(Param):
    """One of a few words."""

    words: tuple[str, ...] = ()

    def read(self, text: str) -> str:
        if text not in self.words:
            raise Unusable
        return text

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Moment(Param):
    """An instant, ISO 8601 with its offset from UTC."""

    max_length: int = 40

    def read(self, text: str) -> datetime:
        try:
            found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that nobody escaped is a space here
            if found.tzinfo is None:
                raise Unusable
            return found.astimezone(UTC)
        except (ValueError, OverflowError) as wrong:
            raise Unusable from wrong

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class Keys(Param):
    """Field keys separated by commas."""

    max_length: int = 20_000

    def read(self, text: str) -> tuple[str, ...]:
        keys = tuple(part.strip() for part in text.split(","))
        if len(text) > self.max_length or "\x00" in text or not all(keys):
            raise Unusable
        return keys


@dataclass(frozen=True, slots=True)
class Document(Param):
    """A JSON object, such as a filter."""

    max_length: int = 65_536

    def read(self, text: str) -> Any:
        if len(text) > self.max_length:
            raise Unusable
        try:
            document = parse_json(text.encode("utf-8", "surrogatepass"))
        except Refusal:
            raise Unusable from None
        if not isinstance(document, dict):
            raise Unusable
        return document

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "contentMediaType": "application/json"}


#: headers that routes read themselves, for OpenAPI
IF_MATCH = Param("If-Match", "Entity tags of the record as the caller knows it; another one is refused (412)")
IF_NONE_MATCH = Param("If-None-Match", "Entity tags that the caller has; the same is not sent again (304)")


def read_query(declared: Sequence[Param], given: MultiDict[str, str]) -> Mapping[str, Any]:
    """The values of the declared parameters. Raises `Refusal` (400) that names every unusable one."""
    if not given:
        values = {param.name: param.default for param in declared}
        missing = [param.name for param in declared if param.required]
        if missing:
            raise Refusal(Problem(messages.MISSING_PARAMETER, {"key": name}, field=name) for name in missing)
        return values
    problems: list[Problem] = []
    values = {}
    known = {param.name for param in declared}
    for key, texts in given.lists():
        if key not in known:
            problems.append(Problem(messages.UNKNOWN_PARAMETER, {"key": key[:100]}))
        elif len(texts) > 1:
            problems.append(Problem(messages.REPEATED_PARAMETER, {"key": key}, field=key))
    for param in declared:
        text = given.get(param.name)
        if text is None or text == "":
            values[param.name] = param.default
            if param.required:
                problems.append(Problem(messages.MISSING_PARAMETER, {"key": param.name}, field=param.name))
            continue
        try:
            values[param.name] = param.read(text)
        except Unusable:
            problems.append(Problem(messages.BAD_PARAMETER, {"key": param.name}, field=param.name))
    if problems:
        raise Refusal(problems)
    return values
